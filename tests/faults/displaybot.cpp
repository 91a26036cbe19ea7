// SPDX-License-Identifier: Apache-2.0
// A board whose calls nobody hears: each is said once, as the announcements in its store say.
#include "tests/faults/bot.h"

#include "app/boot/resources.h"
#include "app/core/check.h"
#include "app/flows/board.h"
#include "drivers/voice/voicefactory.h"

#include <set>

namespace menzhen::faults {

namespace {

class DisplayBot final : public Bot {
public:
    DisplayBot(boot::Device& device, Orders orders) : Bot(device, std::move(orders)) {
        const auto post = [&device](std::function<void()> task) { device.post(std::move(task)); };
        auto made = voice::makeAnnouncer("none:", boot::resourceFolder() + "/voice", post);
        MENZHEN_CHECK(made.has_value(), "no voice");
        announcer_ = std::move(*made);
        board_ = std::make_unique<flows::Board>(device.board(), *announcer_, device.clock());
    }

    ~DisplayBot() override { board_->stop(); }

    void hear(const ports::ZoneRow& row) override { (void)board_->hear(row); }

private:
    void serve() override {
        const auto news = board_->read(device_.syncState());
        if (!news) return;
        for (const core::BoardRow& row : news->fresh) {
            const std::string key = row.id + "/" + std::to_string(row.calls);
            if (!saying_.insert(key).second) continue;
            board_->announce(row, key,
                             [this, key](const std::string&) { acknowledge("shown " + key); });
        }
    }

    std::unique_ptr<ports::Announcer> announcer_;
    std::unique_ptr<flows::Board> board_;
    std::set<std::string> saying_;
};

} // namespace

std::unique_ptr<Bot> makeDisplayBot(boot::Device& device, Orders orders) {
    return std::make_unique<DisplayBot>(device, std::move(orders));
}

} // namespace menzhen::faults
