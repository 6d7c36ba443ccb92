//! The fingerprints of the runs: equal ones mean equal bits.

use super::experiment::View;
use super::texts::Texts;
use yew::prelude::*;

pub fn fingerprints(view: &View, texts: &Texts) -> Html {
    let runs = view.rows.iter().flat_map(|row| {
        row.runs.iter().map(|(seed, print)| {
            html! {
                <tr key={format!("{} {seed}", row.face.key)}>
                    <th scope="row">{ format!("{}{}{} {seed}", row.face.label, texts.comma, texts.seed) }</th>
                    <td><code>{ print }</code></td>
                </tr>
            }
        })
    });
    html! {
        <section class="fingerprints">
            <p>
                { texts.fingerprint }{ " " }
                <code>{ view.fingerprint.as_deref().unwrap_or("–") }</code>
            </p>
            <p class="note">
                { texts.fingerprint_means }{ " " }
                <a id="link" href={format!("#{}", view.link.as_deref().unwrap_or_default())}>{ texts.link }</a>
            </p>
            <details>
                <summary>{ texts.every_run }</summary>
                <table><tbody>{ for runs }</tbody></table>
            </details>
        </section>
    }
}
