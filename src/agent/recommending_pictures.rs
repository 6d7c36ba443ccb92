//! Pictures of who recommends by past ratings: what stands behind a prediction, and how alike those behind it are.

use super::picture::{Kind, NOTHING, Picture, numbered, same};
use crate::analytics::recommend::{Of, Part, Recommender};
use crate::base::Text;
use crate::base::text::Words;

/// Things behind a prediction that are listed.
const LISTED: usize = 12;
/// Users or items whose similarities are shown, the one asked about among them.
const COMPARED: usize = 40;

const CUSTOMER: Text = Text::new("customer", "顾客");
const ITEM: Text = Text::new("item", "商品");
const CUSTOMERS: Text = Text::new("customers: today’s, then the nearest", "顾客：今日者在前，其后由近及远");
const ITEMS: Text = Text::new("items: the one meant, then the nearest", "商品：所指者在前，其后由近及远");

/// The methods of the house's hybrid, in their order.
const METHODS: [Text; 4] = [
    Text::new("similar customers", "相似顾客"),
    Text::new("similar items", "相似商品"),
    Text::new("content", "内容"),
    Text::new("factors", "隐因子"),
];

/// What is predicted of an item for a user of the log, and by whom.
pub fn pictures(fitted: &dyn Recommender, user: u32, item: u32) -> Vec<Picture> {
    let mut pictures = vec![behind(fitted, user, item)];
    // Who compares neither has no matrix.
    for (of, first, across) in [(Of::User as fn(u32) -> Of, user, CUSTOMERS), (Of::Item, item, ITEMS)] {
        let row = fitted.alike(of(first));
        if !row.is_empty() {
            pictures.push(similarities(fitted, of, first, &row, across));
        }
    }
    pictures
}

/// Users have their numbers in the log, by which today's visitor is observed; the rest is counted from 1.
fn number(of: Of) -> u32 {
    match of {
        Of::User(id) => id,
        Of::Item(id) | Of::Factor(id) | Of::Method(id) => id + 1,
        Of::UserBias | Of::ItemBias => 0,
    }
}

fn name(of: Of) -> Words {
    let what = match of {
        Of::User(_) => CUSTOMER,
        Of::Item(_) => ITEM,
        Of::Factor(_) => Text::new("factor", "因子"),
        Of::Method(id) => return METHODS.get(id as usize).map_or_else(Words::default, |method| (*method).into()),
        Of::UserBias | Of::ItemBias => return bias(of).map_or_else(Words::default, Words::from),
    };
    numbered(what, number(of).into())
}

/// What a part is called that counts for all items of a customer, or for all customers of an item.
pub fn bias(of: Of) -> Option<Text> {
    match of {
        Of::UserBias => Some(Text::new("the customer’s bias", "顾客偏差")),
        Of::ItemBias => Some(Text::new("the item’s bias", "商品偏差")),
        _ => None,
    }
}

/// What is said of a part, and which of its numbers that is.
type Columns = &'static [(Text, usize)];

fn numbers(part: &Part) -> [f64; 4] {
    [part.similarity, part.rating, part.weight, part.pull]
}

const ALIKE: (Text, usize) = (Text::new("alike", "相似度"), 0);
const RATING: (Text, usize) = (Text::new("rating", "评分"), 1);
const PREDICTS: (Text, usize) = (Text::new("predicts", "预测"), 1);
const OF_CUSTOMER: (Text, usize) = (Text::new("customer’s", "顾客侧"), 1);
const OF_ITEM: (Text, usize) = (Text::new("item’s", "商品侧"), 2);
const SHARE: (Text, usize) = (Text::new("share", "份额"), 2);
const ADDS: (Text, usize) = (Text::new("adds", "贡献"), 3);

/// Neighbours have similarities and ratings, factors two sides, methods predictions.
fn columns(parts: &[Part]) -> Columns {
    match parts.last().map(|part| part.of) {
        Some(Of::Factor(_)) => &[OF_CUSTOMER, OF_ITEM, ADDS],
        Some(Of::Method(_)) => &[PREDICTS, SHARE, ADDS],
        _ => &[ALIKE, RATING, SHARE, ADDS],
    }
}

/// The prediction, part by part: from where it starts, what each adds, and what they come to.
fn behind(fitted: &dyn Recommender, user: u32, item: u32) -> Picture {
    let explained = fitted.explain(&fitted.user(user), item);
    let (who, what) = (name(Of::User(user)), name(Of::Item(item)));
    let corner = Words::new([&who.en, ", ", &what.en].concat(), [&who.zh, "，", &what.zh].concat());
    let title = Text::new("behind its prediction", "预测的依据");
    let mut table = Picture::new(Kind::Table, title.into(), corner, NOTHING);
    let columns = columns(&explained.parts);
    table.width = columns.len() as u32;
    columns.iter().for_each(|(name, _)| table.columns.push((*name).into()));
    let mut row = |name: Words, part: [f64; 4]| {
        table.rows.push(name);
        columns.iter().for_each(|(_, at)| table.values.push(part[*at]));
    };
    let nothing_but = |adds: f64| [f64::NAN, f64::NAN, f64::NAN, adds];
    row(Text::new("start", "起点").into(), nothing_but(explained.start));
    let listed = usize::min(explained.parts.len(), LISTED);
    for part in &explained.parts[..listed] {
        // A bias is no product of two sides.
        row(name(part.of), if bias(part.of).is_some() { nothing_but(part.pull) } else { numbers(part) });
    }
    let rest = &explained.parts[listed..];
    if !rest.is_empty() {
        let adds = rest.iter().map(|part| part.pull).sum();
        row(numbered(Text::new("others:", "其余"), rest.len() as i64), nothing_but(adds));
    }
    row(Text::new("predicted", "预测").into(), nothing_but(explained.estimate.rating));
    table
}

/// One of them and those who are most like it, each against each.
fn similarities(fitted: &dyn Recommender, of: fn(u32) -> Of, first: u32, row: &[f64], across: Text) -> Picture {
    let mut shown = vec![first];
    while shown.len() < usize::min(COMPARED, row.len()) {
        let others = (0..row.len() as u32).filter(|other| !shown.contains(other));
        let next = others.reduce(|best, other| if row[other as usize] > row[best as usize] { other } else { best });
        shown.extend(next);
    }
    let title = Text::new("similarity matrix", "相似度矩阵");
    let mut heat = Picture::new(Kind::Heat, title.into(), across.into(), NOTHING);
    heat.width = shown.len() as u32;
    for &x in &shown {
        heat.rows.push(same(&number(of(x)).to_string()));
        let row = fitted.alike(of(x));
        // Everybody is like himself, which says nothing.
        shown.iter().for_each(|&y| heat.values.push(if x == y { f64::NAN } else { row[y as usize] }));
    }
    heat.columns = heat.rows.clone();
    heat
}
