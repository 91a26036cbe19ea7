// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/escpos.h"

#include "drivers/printer/escposwriter.h"
#include "drivers/printer/gbk.h"

#include <algorithm>
#include <optional>
#include <string>

namespace menzhen::printer {

namespace {

constexpr int kQrGapDots = 16;
constexpr int kQuietModules = 4;

class Encoder {
public:
    Encoder(const PrinterProfile& profile, const LinePicture& linePicture)
        : profile_(profile), linePicture_(linePicture), writer_(profile) {}

    EscposWriter& writer() { return writer_; }

    const std::optional<core::Error>& error() const { return error_; }

    int rows() const { return rows_; }

    void operator()(const core::TicketText& text) {
        int scale = 1;
        bool printable = true;
        for (const core::TicketSpan& span : text.spans) {
            scale = std::max(scale, span.scale);
            printable = printable && writer_.canPrint(span.text);
        }
        rows_ += lineDots(scale);
        writer_.align(text.align);
        if (!printable && linePicture_) {
            writer_.raster(toDots(linePicture_(text)));
            return;
        }
        for (const core::TicketSpan& span : text.spans)
            writer_.span(span);
        writer_.endLine(lineDots(scale));
    }

    void operator()(const core::TicketRule&) {
        // U+2500 is in every Hanzi font and as wide as its cell, so the dashes join.
        std::string dashes;
        for (int i = 0; i < profile_.columns() / (profile_.cjk ? 2 : 1); ++i)
            dashes += profile_.cjk ? "─" : "-";
        (*this)(core::TicketText{{{dashes, 1, false}}, core::TicketAlign::Centre});
    }

    void operator()(const core::TicketQr& qr) {
        const auto symbol = makeQr(qr.data);
        if (!symbol) {
            error_ = symbol.error();
            return;
        }
        int side = symbol->side;
        int dots = 0;
        if (profile_.nativeQr) {
            // Room for printers that pack everything as bytes, unless that would make it too small.
            const auto asBytes = qrSideAsBytes(qr.data);
            side = std::max(side, asBytes.value_or(side));
            dots = fittingModuleDots(side, profile_.widthDots, qr.minModuleDots, qr.maxModuleDots);
        }
        if (dots == 0)
            dots = fittingModuleDots(symbol->side, profile_.widthDots, qr.minModuleDots,
                                     qr.maxModuleDots);
        if (dots == 0) {
            error_ = core::Error{core::ErrorKind::Data, "printer-bad-job",
                                 "a QR code does not fit the paper"};
            return;
        }
        rows_ += (side + 2 * kQuietModules) * dots;
        writer_.align(core::TicketAlign::Centre);
        writer_.endLine(kQrGapDots);
        if (profile_.nativeQr)
            writer_.nativeQr(qr.data, dots);
        else
            writer_.raster(picture(*symbol, dots));
        writer_.endLine(kQrGapDots);
    }

    void operator()(const core::TicketGap& gap) {
        rows_ += gap.dots;
        writer_.endLine(gap.dots);
    }

    void operator()(const core::TicketCut&) { writer_.feedAndCut(); }

private:
    static DotRaster picture(const QrSymbol& symbol, int dots) {
        Canvas canvas(symbol.side * dots, symbol.side * dots);
        for (int y = 0; y < symbol.side; ++y)
            for (int x = 0; x < symbol.side; ++x)
                if (symbol.at(x, y)) canvas.fillRect(x * dots, y * dots, dots, dots);
        return toDots(canvas);
    }

    const PrinterProfile& profile_;
    const LinePicture& linePicture_;
    EscposWriter writer_;
    int rows_ = 0;
    std::optional<core::Error> error_;
};

bool goodJobId(std::string_view id) {
    return id.size() == 4 &&
           std::all_of(id.begin(), id.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
}

} // namespace

core::Result<EscposJob> encodeTicket(const core::TicketLayout& layout,
                                     const PrinterProfile& profile, const EscposOrder& order,
                                     const LinePicture& linePicture) {
    if (!order.jobId.empty() && !goodJobId(order.jobId))
        return core::badData("printer-bad-job", "a job id is 4 characters 20h to 7Eh");
    Encoder encoder(profile, linePicture);
    EscposWriter& writer = encoder.writer();
    writer.initialise();
    if (order.cutFirst) writer.feedAndCut();
    for (const core::TicketElement& element : layout)
        std::visit(encoder, element);
    if (encoder.error()) return tl::unexpected<core::Error>(*encoder.error());
    if (!order.jobId.empty()) writer.receipt(order.jobId);
    return EscposJob{writer.take(), encoder.rows()};
}

} // namespace menzhen::printer
