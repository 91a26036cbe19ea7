// SPDX-License-Identifier: Apache-2.0
// The order of the writer's work: commands between the parts of a backlog, and answers that are
// whole.
#include "app/registry/writer.h"

#include "tests/app/registry/answertaker.h"
#include "tests/support/clinic.h"

#include <future>
#include <gtest/gtest.h>

namespace menzhen::registry {

namespace {

using nlohmann::json;

class RegistryWriter : public testing::Test {
protected:
    void SetUp() override {
        std::vector<std::unique_ptr<clerk::Clerk>> clerks;
        clerks.push_back(std::move(clinic->clerk));
        writer.emplace(*clinic->database, std::move(clerks), [](auto&, auto, auto&) {});
    }

    Responder responder(std::uint64_t number) {
        return Responder(std::make_shared<AnswerSlot>(mailbox, taker, number, false));
    }

    HttpResponse answer(std::uint64_t number) {
        return taker->answers.at(number).get_future().get();
    }

    /// A command that writes down its name; `until` is waited for first.
    std::function<clerk::Answer(clerk::Clerk&)> step(const std::string& name,
                                                     const std::shared_future<void>& until = {}) {
        return [this, name, until](clerk::Clerk&) -> clerk::Answer {
            if (until.valid()) {
                begun.set_value();
                until.wait();
            }
            order.push_back(name);
            if (name == "bad") return core::refused("bad", "as the test wants it");
            return json{{"steps", json::array({name})}};
        };
    }

    static json join(json first, json second) {
        for (const json& name : second["steps"])
            first["steps"].push_back(name);
        return first;
    }

    clerk::Work backlog(std::vector<std::function<clerk::Answer(clerk::Clerk&)>> parts) {
        clerk::Work work;
        work.parts = std::move(parts);
        work.join = join;
        return work;
    }

    clerk::Work command(const std::string& name) {
        clerk::Work work;
        work.command = step(name);
        return work;
    }

    std::unique_ptr<test::Clinic> clinic = test::Clinic::small(1, 1);
    std::shared_ptr<AtOnceMailbox> mailbox = std::make_shared<AtOnceMailbox>();
    std::shared_ptr<AnswerKeeper> taker = std::make_shared<AnswerKeeper>();
    std::promise<void> begun;
    std::vector<std::string> order;
    std::optional<Writer> writer;
};

TEST_F(RegistryWriter, LetsACommandInBetweenTheParts) {
    std::promise<void> go;
    writer->post("T1",
                 backlog({step("1", go.get_future().share()), step("2"), step("3"), step("4")}),
                 responder(0));
    begun.get_future().wait();
    writer->post("T1", command("call"), responder(1));
    go.set_value();
    EXPECT_EQ(answer(1).status, 200);
    EXPECT_EQ(answer(0).body, R"({"steps":["1","2","3","4"]})");
    writer->stop();
    EXPECT_EQ(order, (std::vector<std::string>{"1", "call", "2", "3", "4"}));
}

TEST_F(RegistryWriter, EndsABatchAtItsFirstFailure) {
    writer->post("T1", backlog({step("1"), step("bad"), step("3")}), responder(0));
    writer->post("T1", backlog({step("4"), step("5")}), responder(1));
    EXPECT_EQ(answer(0).status, 409);
    EXPECT_EQ(answer(1).body, R"({"steps":["4","5"]})");
    writer->stop();
    EXPECT_EQ(order, (std::vector<std::string>{"1", "bad", "4", "5"}));
}

TEST_F(RegistryWriter, AnswersWhatWaitsWhenItStops) {
    for (std::uint64_t i = 0; i < 4; ++i)
        writer->post("T1", command(std::to_string(i)), responder(i));
    writer->stop();
    for (std::uint64_t i = 0; i < 4; ++i)
        EXPECT_EQ(answer(i).status, 200);
    writer->post("T1", command("late"), responder(4));
    EXPECT_EQ(answer(4).status, 503);
    writer->post("XX", command("elsewhere"), responder(5));
    EXPECT_EQ(answer(5).status, 404);
}

} // namespace

} // namespace menzhen::registry
