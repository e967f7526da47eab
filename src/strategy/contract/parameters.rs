//! Parameters of a strategy: their specification, and the values somebody chose.

use crate::error::{Error, Result};
use std::fmt;

/// What values a parameter may take.
#[derive(Clone, Copy, Debug)]
pub enum Allowed {
    /// A number from the first to the second, both included.
    Number(f64, f64),
    /// One of these words.
    Words(&'static [&'static str]),
}

/// A parameter: name, published default, what it means and where the default comes from.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Name, as written in `strategy(name=value)`.
    pub name: &'static str,
    /// The default, written as a user would.
    pub default: &'static str,
    /// What values are allowed.
    pub allowed: Allowed,
    /// What it means, and where the default comes from.
    pub meaning: &'static str,
}

impl Parameter {
    /// A number with a range.
    pub const fn number(name: &'static str, default: &'static str, range: (f64, f64), meaning: &'static str) -> Self {
        Self { name, default, allowed: Allowed::Number(range.0, range.1), meaning }
    }

    /// One word of several; the first is the default.
    pub const fn word(name: &'static str, words: &'static [&'static str], meaning: &'static str) -> Self {
        Self { name, default: words[0], allowed: Allowed::Words(words), meaning }
    }

    /// Reads a value.
    ///
    /// # Errors
    /// Where it is not allowed, with what is.
    pub fn read(&self, text: &str) -> Result<Value> {
        match self.allowed {
            Allowed::Number(low, high) => match text.parse::<f64>() {
                Ok(number) if (low..=high).contains(&number) => Ok(Value::Number(number)),
                _ => Err(Error::usage(format!("parameter `{}` cannot be `{text}`", self.name))
                    .remedy(format!("give a number from {low} to {high}"))),
            },
            Allowed::Words(words) => match words.iter().find(|word| **word == text) {
                Some(word) => Ok(Value::Word(word)),
                None => Err(Error::usage(format!("parameter `{}` cannot be `{text}`", self.name))
                    .remedy(format!("give one of {}", words.join(", ")))),
            },
        }
    }
}

/// The value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A word.
    Word(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(number) => write!(f, "{number}"),
            Value::Word(word) => write!(f, "{word}"),
        }
    }
}

/// The values of all parameters of one strategy.
#[derive(Clone, Debug)]
pub struct Parameters {
    values: Vec<(&'static Parameter, Value)>,
}

impl Parameters {
    /// Defaults, overridden by what was `chosen`.
    ///
    /// # Errors
    /// An unknown name, a name given twice, or a value that is not allowed.
    pub fn new(specification: &'static [Parameter], chosen: &[(&str, &str)]) -> Result<Self> {
        for (at, (name, _)) in chosen.iter().enumerate() {
            if !specification.iter().any(|parameter| parameter.name == *name) {
                let known: Vec<&str> = specification.iter().map(|parameter| parameter.name).collect();
                let remedy = if known.is_empty() { "it has none".into() } else { format!("it has {}", known.join(", ")) };
                return Err(Error::usage(format!("no parameter `{name}`")).remedy(remedy));
            }
            if chosen[..at].iter().any(|(other, _)| other == name) {
                return Err(Error::usage(format!("parameter `{name}` is given twice")));
            }
        }
        let value = |parameter: &'static Parameter| {
            let text = chosen.iter().find(|(name, _)| *name == parameter.name).map_or(parameter.default, |(_, text)| text);
            Ok((parameter, parameter.read(text)?))
        };
        Ok(Self { values: specification.iter().map(value).collect::<Result<_>>()? })
    }

    /// All parameters with their values, in the order of the specification.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Parameter, Value)> + '_ {
        self.values.iter().copied()
    }

    /// The value of a numeric parameter; nought where there is none of this name.
    pub fn number(&self, name: &str) -> f64 {
        match self.value(name) {
            Some(Value::Number(number)) => number,
            _ => 0.0,
        }
    }

    /// The value of a parameter that is a word; empty where there is none of this name.
    pub fn word(&self, name: &str) -> &'static str {
        match self.value(name) {
            Some(Value::Word(word)) => word,
            _ => "",
        }
    }

    fn value(&self, name: &str) -> Option<Value> {
        self.values.iter().find(|(parameter, _)| parameter.name == name).map(|&(_, value)| value)
    }
}
