//! Blocks on sheets: where a line stands, and when a new sheet begins.

use pdf_writer::{Content, Name, Str};

use super::faces::{BOLD, PLAIN, bytes, lines, width};
use super::{Bar, Block};

/// A4 in points.
pub(super) const WIDTH: f32 = 595.0;
pub(super) const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 56.0;
const ROOM: f32 = WIDTH - 2.0 * MARGIN;
/// Where bars begin, and how long the longest is.
const BAR_AT: f32 = MARGIN + 190.0;
const BAR: f32 = 200.0;
/// Height of a row of bars.
const ROW: f32 = 16.0;

/// How a paragraph looks: size, bold, room before it, darkness (0 is black).
struct Look(f32, bool, f32, f32);

/// Sheets that are being filled.
pub(super) struct Layout {
    done: Vec<Content>,
    page: Content,
    /// Height of what was written last.
    at: f32,
}

impl Default for Layout {
    fn default() -> Self {
        Self { done: Vec::new(), page: Content::new(), at: HEIGHT - MARGIN }
    }
}

fn text_at(page: &mut Content, (x, y): (f32, f32), (face, size): (Name<'_>, f32), grey: f32, text: &[u8]) {
    page.set_fill_gray(grey);
    page.begin_text().set_font(face, size).next_line(x, y).show(Str(text)).end_text();
}

impl Layout {
    fn turn(&mut self) {
        self.done.push(std::mem::replace(&mut self.page, Content::new()));
        self.at = HEIGHT - MARGIN;
    }

    /// Makes room for something so high; on a new sheet where there is none.
    fn room(&mut self, high: f32) {
        if self.at - high < MARGIN + 12.0 {
            self.turn();
        }
    }

    pub(super) fn put(&mut self, block: &Block) {
        match block {
            Block::Title(text) => self.text(text, &Look(20.0, true, 4.0, 0.0), 0.0),
            Block::Heading(text) => {
                self.room(60.0);
                self.text(text, &Look(13.0, true, 14.0, 0.0), 0.0);
            }
            Block::Text(text) => self.text(text, &Look(11.0, false, 6.0, 0.0), 0.0),
            Block::Strong(text) => self.text(text, &Look(11.0, true, 8.0, 0.0), 0.0),
            Block::Small(text) => self.text(text, &Look(9.0, false, 3.0, 0.35), 0.0),
            Block::Notice(text) => {
                let top = self.at - 6.0;
                let sheets = self.done.len();
                self.text(text, &Look(11.0, false, 8.0, 0.0), 12.0);
                let top = if sheets == self.done.len() { top } else { HEIGHT - MARGIN };
                self.page
                    .set_fill_gray(0.35)
                    .rect(MARGIN, self.at - 4.0, 3.0, top - self.at + 4.0)
                    .fill_nonzero();
            }
            Block::Bars(title, bars) => self.bars(title, bars),
        }
    }

    fn text(&mut self, text: &str, Look(size, bold, before, grey): &Look, indent: f32) {
        let leading = size * 1.4;
        self.at -= before;
        let face = if *bold { BOLD } else { PLAIN };
        for line in lines(text, *bold, *size, ROOM - indent) {
            self.room(leading);
            self.at -= leading;
            text_at(&mut self.page, (MARGIN + indent, self.at), (face, *size), *grey, &line);
        }
    }

    /// Bars keep together with their title as long as a sheet can hold them.
    fn bars(&mut self, title: &str, bars: &[Bar]) {
        let rows = f32::from(u16::try_from(bars.len()).unwrap_or(u16::MAX));
        self.room((rows * ROW + 40.0).min(HEIGHT - 3.0 * MARGIN));
        self.text(title, &Look(10.0, true, 10.0, 0.0), 0.0);
        self.at -= 4.0;
        for bar in bars {
            self.room(ROW);
            self.at -= ROW;
            let label =
                lines(&bar.label, false, 9.0, BAR_AT - MARGIN - 8.0).into_iter().next().unwrap_or_default();
            text_at(&mut self.page, (MARGIN, self.at), (PLAIN, 9.0), 0.0, &label);
            let long = bar.share.map(|share| share.clamp(0.0, 1.0) * BAR);
            if let Some(long) = long {
                self.page.set_fill_gray(0.3).rect(BAR_AT, self.at - 2.0, long.max(0.5), 10.0).fill_nonzero();
            }
            let said = bytes(&bar.said);
            let beside = BAR_AT + long.unwrap_or(0.0) + 6.0;
            let last = WIDTH - MARGIN - width(&said, false, 9.0);
            text_at(&mut self.page, (beside.min(last), self.at), (PLAIN, 9.0), 0.0, &said);
        }
    }

    /// The sheets, each with its foot and number.
    pub(super) fn finish(mut self, foot: &str) -> Vec<Vec<u8>> {
        self.turn();
        let all = self.done.len();
        let numbered = self.done.into_iter().enumerate();
        let closed = numbered.map(|(at, mut page)| {
            let said = bytes(&format!("{foot} · {}/{all}", at + 1));
            text_at(&mut page, (MARGIN, MARGIN - 24.0), (PLAIN, 8.0), 0.35, &said);
            page.finish().as_slice().to_vec()
        });
        closed.collect()
    }
}
