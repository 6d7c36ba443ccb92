//! What a day does to one product's stock: expected profit and where the stock ends, for every situation.

use crate::base::Counts;
use crate::sim::ShopFacts;

/// The demand of a day of one product in one situation, cut at what the shelf holds.
pub struct Demand {
    /// P(D = k) for k below the capacity, then P(D ≥ capacity).
    pmf: Vec<f64>,
    /// What a unit earns in this situation.
    margin: f64,
    mean: f64,
}

impl Demand {
    fn new(facts: &ShopFacts, mean: f64, margin: f64) -> Demand {
        let counts = Counts::poisson(mean);
        let mut pmf: Vec<f64> = counts.pmf().iter().copied().take(facts.capacity).collect();
        pmf.push(1.0 - pmf.iter().sum::<f64>());
        Demand { pmf, margin, mean }
    }

    /// Visits what is left of a stock in the evening, with its probability.
    #[inline]
    pub fn evenings(&self, stock: usize, mut visit: impl FnMut(f64, usize)) {
        let below = usize::min(stock, self.pmf.len());
        let mut rest = 1.0;
        for (k, &p) in self.pmf[..below].iter().enumerate() {
            rest -= p;
            visit(p, stock - k);
        }
        if below == stock {
            visit(f64::max(rest, 0.0), 0);
        }
    }

    /// Expected profit of the day with this stock: margin of what is sold, less the shelf in the evening and the
    /// goodwill of who finds nothing.
    pub fn profit(&self, facts: &ShopFacts, stock: usize) -> f64 {
        let mut left = 0.0;
        self.evenings(stock, |p, evening| left += p * evening as f64);
        let sold = stock as f64 - left;
        self.margin * sold - facts.holding * left - facts.goodwill * f64::max(self.mean - sold, 0.0)
    }
}

/// All situations: segment, featured product, price; each with the demand of every product, and its expected profit
/// by stock.
pub struct Days {
    pub facts: ShopFacts,
    demands: Vec<Demand>,
    profits: Vec<f64>,
}

impl Days {
    pub fn new(facts: &ShopFacts) -> Days {
        let mut demands = Vec::new();
        for segment in 0..facts.segments.len() {
            for featured in 0..facts.products {
                for price in 0..facts.prices() {
                    let means = facts.mean(segment, featured, price).iter().enumerate();
                    demands.extend(means.map(|(i, mean)| Demand::new(facts, *mean, facts.margin(i, featured, price))));
                }
            }
        }
        let stocks = 0..=facts.capacity;
        let profits = demands.iter().flat_map(|d| stocks.clone().map(|stock| d.profit(facts, stock))).collect();
        Days { facts: facts.clone(), demands, profits }
    }

    /// How many pairs of featured product and price there are.
    pub fn offers(&self) -> usize {
        self.facts.products * self.facts.prices()
    }

    #[inline]
    fn place(&self, segment: usize, offer: usize, product: usize) -> usize {
        (segment * self.offers() + offer) * self.facts.products + product
    }

    #[inline]
    pub fn demand(&self, segment: usize, offer: usize, product: usize) -> &Demand {
        &self.demands[self.place(segment, offer, product)]
    }

    /// Expected profit of a product's day, without the van.
    #[inline]
    pub fn profit(&self, segment: usize, offer: usize, product: usize, stock: usize) -> f64 {
        self.profits[self.place(segment, offer, product) * (self.facts.capacity + 1) + stock]
    }

    /// The last day on which a product has its turn.
    pub fn last_of(&self, turn: usize) -> usize {
        let (days, products) = (self.facts.days, self.facts.products);
        (days.saturating_sub(products)..days).find(|day| day % products == turn).unwrap_or(0)
    }

    /// What an order costs.
    #[inline]
    pub fn van(&self, ordered: usize) -> f64 {
        if ordered > 0 { self.facts.order_cost } else { 0.0 }
    }
}
