//! What is known of a whole shop by who knows it all: what visitors want in every situation, what it earns and
//! costs, and where to read the moment.

/// A shop with a few products, whose shelf, price and stock are decided at once by three seats.
#[derive(Clone, Debug, PartialEq)]
pub struct ShopFacts {
    /// Who features a product, who sets its price, who orders.
    pub seats: [usize; 3],
    pub products: usize,
    /// Days of an episode.
    pub days: usize,
    /// How often each segment comes.
    pub segments: Vec<f64>,
    /// Mean demand of a day of each product: by segment, featured product and price. Demand is Poisson, and
    /// independent between products.
    pub means: Vec<f64>,
    /// What a unit of the featured product earns at each price, and a unit of any other.
    pub margins: Vec<f64>,
    pub list_margin: f64,
    /// Cost of a unit on the shelf in the evening, of an order, and of a visitor who found nothing.
    pub holding: f64,
    pub order_cost: f64,
    pub goodwill: f64,
    /// Days between order and arrival: from 1 to the number of products, whose turns to order come round.
    pub lead_time: usize,
    /// Stock and orders due of a product together are never more than this.
    pub capacity: usize,
    /// What each choice of the buyer orders, rising.
    pub quantities: Vec<u32>,
    /// Which numbers of every seat's observation are the segment, the product whose turn it is, and the first of
    /// the stocks and of the orders due, which stand one after another.
    pub segment: usize,
    pub turn: usize,
    pub stock: usize,
    pub due: usize,
}

impl ShopFacts {
    pub fn prices(&self) -> usize {
        self.margins.len()
    }

    /// Mean demand of each product.
    #[inline]
    pub fn mean(&self, segment: usize, featured: usize, price: usize) -> &[f64] {
        let at = ((segment * self.products + featured) * self.prices() + price) * self.products;
        &self.means[at..at + self.products]
    }

    /// What a unit of a product earns.
    #[inline]
    pub fn margin(&self, product: usize, featured: usize, price: usize) -> f64 {
        if product == featured { self.margins[price] } else { self.list_margin }
    }

    /// What is really ordered: no more than there is room for.
    #[inline]
    pub fn ordered(&self, choice: usize, position: usize) -> usize {
        usize::min(self.quantities[choice] as usize, self.capacity.saturating_sub(position))
    }
}
