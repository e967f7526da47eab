//! Names beside points, where they cover no other name and no edge.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// A point with its name.
pub struct Named<'s> {
    /// The name.
    pub name: &'s str,
    /// Where the point is, in pixels.
    pub place: (i32, i32),
    /// Whether it is written before the others, and darker.
    pub first: bool,
}

/// Room that axes take, in pixels.
const AXES: (i32, i32) = (70, 58);
/// Pixels of a letter.
const LETTER: i32 = 7;

/// A box in pixels: left, top, right, bottom.
type Room = (i32, i32, i32, i32);

/// Writes the names; one without room anywhere near its point is left out.
pub fn write(area: &super::Area<'_>, size: (u32, u32), points: &[Named<'_>]) -> Option<()> {
    let mut taken: Vec<Room> = points.iter().map(|own| (own.place.0 - 4, own.place.1 - 4, own.place.0 + 4, own.place.1 + 4)).collect();
    let mut order: Vec<&Named<'_>> = points.iter().collect();
    order.sort_by_key(|own| !own.first);
    for own in order {
        let (x, y) = own.place;
        let width = own.name.chars().count() as i32 * LETTER;
        let right = |dy: i32| ((x + 7, y + dy - 7, x + 7 + width, y + dy + 7), HPos::Left, (x + 7, y + dy));
        let left = |dy: i32| ((x - 7 - width, y + dy - 7, x - 7, y + dy + 7), HPos::Right, (x - 7, y + dy));
        let inside = |own: &Room| own.0 > AXES.0 && own.2 < size.0 as i32 - 6 && own.1 > 8 && own.3 < size.1 as i32 - AXES.1;
        let clear = |own: &Room| !taken.iter().any(|t| own.0 < t.2 && t.0 < own.2 && own.1 < t.3 && t.1 < own.3);
        let rooms = [0, -11, 11, -20, 20].into_iter().flat_map(|dy| [right(dy), left(dy)]);
        let Some((room, side, at)) = rooms.into_iter().find(|(room, ..)| inside(room) && clear(room)) else { continue };
        taken.push(room);
        let ink = if own.first { RGBColor(0, 60, 110) } else { RGBColor(70, 78, 86) };
        let style = ("sans-serif", 13).into_font().color(&ink).pos(Pos::new(side, VPos::Center));
        area.draw(&Text::new(own.name.to_string(), at, style)).ok()?;
    }
    Some(())
}
