//! Who rated what, as lists by user and by item; and the ratings of a visitor who is not in the log.

use super::allowed::within;
use crate::base::Trouble;
use crate::trouble;

/// Most users, and most items.
pub const MOST: u32 = 1_000_000;
/// Most ratings.
const MOST_RATINGS: usize = 20_000_000;

/// One line of a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    pub user: u32,
    pub item: u32,
    pub rating: f64,
}

/// A rating in somebody's list, where `id` is the item, or in an item's list, where it is the user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rated {
    pub id: u32,
    pub rating: f64,
}

/// A list of ratings for each id, one after the other in memory, each in the order of the log.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lists {
    starts: Vec<u32>,
    entries: Vec<Rated>,
}

impl Lists {
    /// A single list, of id 0.
    pub fn one(list: &[Rated]) -> Lists {
        Lists { starts: vec![0, list.len() as u32], entries: list.to_vec() }
    }

    /// Ids that nobody has heard of have an empty list.
    pub fn of(&self, id: u32) -> &[Rated] {
        match (self.starts.get(id as usize), self.starts.get(id as usize + 1)) {
            (Some(&start), Some(&end)) => &self.entries[start as usize..end as usize],
            _ => &[],
        }
    }

    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn all(&self) -> impl Iterator<Item = &[Rated]> {
        (0..self.len()).map(|id| self.of(id as u32))
    }

    /// The same with another number in place of each rating.
    pub fn with(&self, value: impl Fn(u32, Rated) -> f64) -> Lists {
        let mut lists = self.clone();
        for id in 0..self.len() {
            for at in self.starts[id] as usize..self.starts[id + 1] as usize {
                lists.entries[at].rating = value(id as u32, lists.entries[at]);
            }
        }
        lists
    }

    /// The lists of the other side, `ids` of them. Each comes out sorted by id.
    pub fn turned(&self, ids: u32) -> Lists {
        let mut filler = Filler::new(ids, self.entries.iter().map(|entry| entry.id));
        for (id, list) in self.all().enumerate() {
            for entry in list {
                filler.put(entry.id, Rated { id: id as u32, rating: entry.rating });
            }
        }
        filler.lists
    }
}

/// A counting sort: how long each list is, then each entry to its list.
struct Filler {
    lists: Lists,
    next: Vec<u32>,
}

impl Filler {
    fn new(ids: u32, keys: impl Iterator<Item = u32>) -> Filler {
        let mut starts = vec![0; ids as usize + 1];
        let mut total = 0;
        for key in keys {
            starts[key as usize + 1] += 1;
            total += 1;
        }
        for id in 0..ids as usize {
            starts[id + 1] += starts[id];
        }
        let entries = vec![Rated { id: 0, rating: 0.0 }; total];
        Filler { next: starts.clone(), lists: Lists { starts, entries } }
    }

    fn put(&mut self, key: u32, entry: Rated) {
        let next = &mut self.next[key as usize];
        self.lists.entries[*next as usize] = entry;
        *next += 1;
    }
}

pub(super) fn clip((low, high): (f64, f64), estimate: f64) -> f64 {
    f64::max(low, f64::min(high, estimate))
}

/// None of an empty list.
pub(super) fn mean_of(list: &[Rated]) -> Option<f64> {
    let sum: f64 = list.iter().map(|rated| rated.rating).sum();
    (!list.is_empty()).then(|| sum / list.len() as f64)
}

/// A checked log: what every method is fitted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    low: f64,
    high: f64,
    mean: f64,
    /// Users in the order in which they first appear: what learns rating by rating goes through them so.
    pub(super) order: Vec<u32>,
    pub(super) by_user: Lists,
    pub(super) by_item: Lists,
}

impl Ratings {
    /// `low` and `high` are the ends of the scale. Users and items are numbered from 0; not all need occur.
    pub fn new(users: u32, items: u32, (low, high): (f64, f64), log: &[Rating]) -> Result<Ratings, Trouble> {
        within("users", users as f64, 1.0, MOST as f64)?;
        within("items", items as f64, 1.0, MOST as f64)?;
        check_scale(low, high)?;
        within("ratings", log.len() as f64, 1.0, MOST_RATINGS as f64)?;
        for (line, rating) in log.iter().enumerate() {
            check_line(line, rating, users, items, (low, high))?;
        }
        let mut by_user = Filler::new(users, log.iter().map(|line| line.user));
        let mut by_item = Filler::new(items, log.iter().map(|line| line.item));
        let (mut sum, mut order, mut seen) = (0.0, Vec::new(), vec![false; users as usize]);
        for &Rating { user, item, rating } in log {
            by_user.put(user, Rated { id: item, rating });
            by_item.put(item, Rated { id: user, rating });
            sum += rating;
            if !std::mem::replace(&mut seen[user as usize], true) {
                order.push(user);
            }
        }
        let (by_user, by_item) = (by_user.lists, by_item.lists);
        check_pairs(&by_user, items)?;
        Ok(Ratings { low, high, mean: sum / log.len() as f64, order, by_user, by_item })
    }

    pub fn users(&self) -> u32 {
        self.by_user.len() as u32
    }

    pub fn items(&self) -> u32 {
        self.by_item.len() as u32
    }

    /// How many ratings there are.
    pub fn len(&self) -> usize {
        self.by_user.entries.len()
    }

    /// Never: a log has at least one rating.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// μ, the mean of all ratings: what is said where nothing is known.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    pub fn scale(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// The items that a user rated; none of a stranger.
    pub fn of_user(&self, user: u32) -> &[Rated] {
        self.by_user.of(user)
    }

    /// The users who rated an item.
    pub fn of_item(&self, item: u32) -> &[Rated] {
        self.by_item.of(item)
    }

    /// User by user, as they first appear in the log, and each one's ratings in its order.
    pub fn lines(&self) -> impl Iterator<Item = Rating> {
        self.order.iter().flat_map(|&user| {
            let line = move |rated: &Rated| Rating { user, item: rated.id, rating: rated.rating };
            self.by_user.of(user).iter().map(line)
        })
    }

    /// Estimates never leave the scale.
    pub fn clip(&self, estimate: f64) -> f64 {
        clip(self.scale(), estimate)
    }

    /// Whether a line's user, item and rating are of this log; `line` is its number, for the sentence.
    pub fn check(&self, line: usize, rating: &Rating) -> Result<(), Trouble> {
        check_line(line, rating, self.users(), self.items(), self.scale())
    }

    /// A visitor's own ratings, checked against this log's items and scale.
    pub fn profile(&self, rated: &[Rated]) -> Result<Profile, Trouble> {
        for (line, &Rated { id, rating }) in rated.iter().enumerate() {
            check_line(line, &Rating { user: 0, item: id, rating }, 1, self.items(), self.scale())?;
            // Profiles are short.
            if rated[..line].iter().any(|other| other.id == id) {
                return Err(trouble!(
                    "the profile rates item {id} twice: allowed is one rating an item",
                    "该访客对商品 {id} 评分两次：每件商品只许一次"
                ));
            }
        }
        Ok(Profile { rated: rated.to_vec() })
    }
}

/// The ratings of somebody who is not in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub(super) rated: Vec<Rated>,
}

impl Profile {
    pub fn rated(&self) -> &[Rated] {
        &self.rated
    }
}

fn check_scale(low: f64, high: f64) -> Result<(), Trouble> {
    within("the scale's low end", low, -1e6, 1e6)?;
    within("the scale's high end", high, -1e6, 1e6)?;
    if low < high {
        return Ok(());
    }
    Err(trouble!(
        "the scale goes from {low} to {high}: allowed is a low end below the high end",
        "评分区间为 {low} 至 {high}：下限须小于上限"
    ))
}

fn check_line(line: usize, rating: &Rating, users: u32, items: u32, scale: (f64, f64)) -> Result<(), Trouble> {
    let good = rating.user < users && rating.item < items && (scale.0..=scale.1).contains(&rating.rating);
    if good {
        return Ok(());
    }
    // Names are put together only for what is wrong.
    let place = |what: &str| format!("{what} of rating {line}");
    within(&place("the user"), rating.user as f64, 0.0, users as f64 - 1.0)?;
    within(&place("the item"), rating.item as f64, 0.0, items as f64 - 1.0)?;
    within(&place("the value"), rating.rating, scale.0, scale.1)
}

/// A user rates an item once.
fn check_pairs(by_user: &Lists, items: u32) -> Result<(), Trouble> {
    let mut last = vec![0; items as usize];
    for (user, list) in by_user.all().enumerate() {
        for rated in list {
            let item = rated.id;
            if last[item as usize] == user as u32 + 1 {
                return Err(trouble!(
                    "user {user} rates item {item} twice: allowed is one rating for each pair",
                    "用户 {user} 对商品 {item} 评分两次：每对只许一次"
                ));
            }
            last[item as usize] = user as u32 + 1;
        }
    }
    Ok(())
}

/// The worked example that tests share: five users, four items, `-` where nothing is known.
#[cfg(test)]
pub(super) fn example() -> Ratings {
    let rows = ["53-1", "4--1", "11-5", "1--4", "-154"];
    let mut log = Vec::new();
    for (user, row) in rows.iter().enumerate() {
        for (item, sign) in row.bytes().enumerate().filter(|(_, sign)| *sign != b'-') {
            log.push(Rating { user: user as u32, item: item as u32, rating: (sign - b'0') as f64 });
        }
    }
    Ratings::new(5, 4, (1.0, 5.0), &log).expect("a log")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(user: u32, item: u32, rating: f64) -> Rating {
        Rating { user, item, rating }
    }

    #[test]
    fn lists_keep_the_order_of_the_log_and_turning_sorts() -> Result<(), Trouble> {
        let ratings = Ratings::new(3, 2, (1.0, 5.0), &[line(2, 0, 4.0), line(0, 1, 1.0), line(0, 0, 5.0)])?;
        let ids = |list: &[Rated]| list.iter().map(|rated| rated.id).collect::<Vec<_>>();
        assert_eq!((ids(ratings.of_user(0)), ids(ratings.of_item(0))), (vec![1, 0], vec![2, 0]));
        assert_eq!(ids(ratings.by_user.turned(2).of(0)), [0, 2]);
        assert!(ratings.of_user(1).is_empty() && ratings.of_user(u32::MAX).is_empty());
        assert_eq!(ratings.mean(), 10.0 / 3.0);
        assert_eq!(ratings.lines().count(), ratings.len());
        Ok(())
    }

    #[test]
    fn what_is_not_allowed_is_named() {
        let message = |log: &[Rating], scale| Ratings::new(3, 2, scale, log).expect_err("must be refused").en;
        let scale = (1.0, 5.0);
        assert_eq!(message(&[], scale), "ratings is 0: allowed is a number from 1 to 20000000");
        assert!(message(&[line(0, 0, 1.0), line(3, 0, 1.0)], scale).starts_with("the user of rating 1 is 3:"));
        assert!(message(&[line(0, 9, 1.0)], scale).starts_with("the item of rating 0 is 9:"));
        assert!(message(&[line(0, 0, f64::NAN)], scale).starts_with("the value of rating 0 is NaN:"));
        assert!(message(&[line(0, 0, 1.0), line(0, 0, 2.0)], scale).starts_with("user 0 rates item 0 twice:"));
        assert!(message(&[line(0, 0, 1.0)], (5.0, 1.0)).starts_with("the scale goes from 5 to 1:"));
        assert!(message(&[line(0, 0, 1.0)], (1.0, f64::INFINITY)).starts_with("the scale's high end is inf:"));
        assert!(Ratings::new(0, 2, scale, &[]).is_err() && Ratings::new(u32::MAX, 2, scale, &[]).is_err());
        let profile = |rated: &[Rated]| example().profile(rated).expect_err("must be refused").en;
        let twice = [Rated { id: 1, rating: 2.0 }, Rated { id: 1, rating: 3.0 }];
        assert!(profile(&twice).starts_with("the profile rates item 1 twice:"));
        assert!(profile(&[Rated { id: 4, rating: 2.0 }]).starts_with("the item of rating 0 is 4:"));
    }
}
