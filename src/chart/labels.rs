//! Labels at the curves' ends: broken into two lines where they are long, pushed apart where they would meet.

/// The lines of a label; a second one where the label breaks well.
pub fn broken(label: &str) -> Vec<String> {
    let letters: Vec<char> = label.chars().collect();
    // Latin words part at spaces; Chinese characters part anywhere but before a mark, best after one.
    let is_mark = |i: usize| matches!(letters[i], '）' | '＋' | '、' | '，' | '。');
    let can_break = |i: usize| letters[i] == ' ' || (is_wide(letters[i]) && !is_mark(i));
    let off_centre =
        |i: usize| usize::abs_diff(2 * i, letters.len()).saturating_sub(if is_mark(i - 1) { 4 } else { 0 });
    let Some(at) = (1..letters.len()).filter(|&i| can_break(i)).min_by_key(|&i| off_centre(i)) else {
        return vec![label.to_string()];
    };
    let part = |letters: &[char]| letters.iter().collect::<String>().trim().to_string();
    vec![part(&letters[..at]), part(&letters[at..])]
}

fn is_wide(letter: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&letter) || ('\u{ff00}'..='\u{ffef}').contains(&letter)
}

/// Moves intervals of these heights, wanted at these middles, until none meets another and all lie between
/// `top` and `bottom` where they can; the order stays. Returns the middles.
pub fn spread(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    // There are a handful: the library's sort would weigh more than all of this file.
    let mut order: Vec<usize> = Vec::with_capacity(wanted.len());
    for i in 0..wanted.len() {
        let at = order.iter().position(|&other| wanted[other].0 > wanted[i].0).unwrap_or(i);
        order.insert(at, i);
    }
    let mut middles = vec![0.0; wanted.len()];
    // Down from the top, each below the one before; then up from the bottom, to come back inside.
    let mut edge = top;
    for &i in &order {
        let (middle, height) = wanted[i];
        middles[i] = f64::max(middle, edge + height / 2.0);
        edge = middles[i] + height / 2.0;
    }
    let mut edge = bottom;
    for &i in order.iter().rev() {
        let height = wanted[i].1;
        middles[i] = f64::min(middles[i], edge - height / 2.0);
        edge = middles[i] - height / 2.0;
    }
    middles
}
