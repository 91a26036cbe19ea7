// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/ticketpicture.h"

#include "drivers/printer/profile.h"
#include "drivers/printer/qrsymbol.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace menzhen::printer {

namespace {

constexpr int kTopDots = 24;    // white above the first line: the way from head to knife
constexpr int kBottomDots = 40; // white below the last line
constexpr int kRuleDots = 2;
constexpr int kQrGapDots = 16; // above and below a code, beside the white that text lines bring

class Painter {
public:
    Painter(int widthDots, Typeface& typeface) : width_(widthDots), typeface_(typeface) {}

    void operator()(const core::TicketText& text) {
        Canvas line = typeface_.line(text.spans);
        const int x = text.align == core::TicketAlign::Centre ? (width_ - line.width) / 2 : 0;
        int scale = 1;
        for (const core::TicketSpan& span : text.spans)
            scale = std::max(scale, span.scale);
        pieces_.push_back({std::move(line), x, y_ - accentDots(scale)});
        y_ += lineDots(scale);
    }

    void operator()(const core::TicketRule&) {
        Canvas line(width_, kRuleDots);
        line.fillRect(0, 0, width_, kRuleDots);
        pieces_.push_back({std::move(line), 0, y_ + (kFontDots - kRuleDots) / 2});
        y_ += lineDots(1);
    }

    void operator()(const core::TicketQr& qr) {
        const auto symbol = makeQr(qr.data);
        const int dots =
            symbol ? fittingModuleDots(symbol->side, width_, qr.minModuleDots, qr.maxModuleDots)
                   : 0;
        if (dots == 0) {
            error_ = symbol ? core::Error{core::ErrorKind::Data, "printer-bad-job",
                                          "a QR code does not fit the paper"}
                            : symbol.error();
            return;
        }
        const int side = symbol->side * dots;
        Canvas code(side, side);
        for (int y = 0; y < symbol->side; ++y)
            for (int x = 0; x < symbol->side; ++x)
                if (symbol->at(x, y)) code.fillRect(x * dots, y * dots, dots, dots);
        y_ += kQrGapDots;
        pieces_.push_back({std::move(code), (width_ - side) / 2, y_});
        y_ += side + kQrGapDots;
    }

    void operator()(const core::TicketGap& gap) { y_ += gap.dots; }

    void operator()(const core::TicketCut&) { y_ += kBottomDots; }

    core::Result<Canvas> paper() const {
        if (error_) return tl::unexpected<core::Error>(*error_);
        Canvas paper(width_, y_);
        for (const Piece& piece : pieces_)
            paper.draw(piece.canvas, piece.x, piece.y);
        return paper;
    }

private:
    struct Piece {
        Canvas canvas;
        int x = 0;
        int y = 0;
    };

    int width_;
    Typeface& typeface_;
    int y_ = kTopDots;
    std::vector<Piece> pieces_;
    std::optional<core::Error> error_;
};

} // namespace

core::Result<Canvas> drawTicket(const core::TicketLayout& layout, int widthDots,
                                Typeface& typeface) {
    Painter painter(widthDots, typeface);
    for (const core::TicketElement& element : layout)
        std::visit(painter, element);
    return painter.paper();
}

} // namespace menzhen::printer
