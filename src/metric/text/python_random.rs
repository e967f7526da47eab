//! Python's seeded random numbers: the Mersenne Twister, seeded through `init_by_array`, and `randint`'s rejection of what is too
//! large. Only to reproduce seeded runs of Python programs; everything of gleaner's own draws from ChaCha.

use rand_mt::Mt;

/// `random.Random(seed)`.
#[derive(Clone, Debug)]
pub struct PythonRandom(Mt);

impl PythonRandom {
    /// `random.seed(seed)`.
    ///
    /// ```
    /// use gleaner::metric::text::python_random::PythonRandom;
    /// let mut random = PythonRandom::seed(0);
    /// // [random.randint(0, 180) for _ in range(5)]
    /// assert_eq!([0; 5].map(|_| random.below(181)), [98, 107, 10, 66, 130]);
    /// ```
    pub fn seed(seed: u32) -> Self {
        Self(Mt::new_with_key([seed]))
    }

    /// `random.getrandbits(32)`.
    pub fn next_u32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// `random.randrange(bound)`, which is `randint(0, bound - 1)`; 0 for a bound of 0, for which Python raises.
    pub fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        let unused = bound.leading_zeros();
        loop {
            let drawn = self.next_u32() >> unused;
            if drawn < bound {
                return drawn;
            }
        }
    }
}
