// SPDX-License-Identifier: Apache-2.0
#include "drivers/payment/carrier.h"
#include "tests/drivers/payment/scriptedserver.h"

#include <future>
#include <gtest/gtest.h>

namespace menzhen::payment {

namespace {

constexpr std::chrono::seconds patience{30};

HttpAnswer get(Carrier& carrier, const std::string& url, Lane lane = Lane::Query) {
    auto promise = std::make_shared<std::promise<HttpAnswer>>();
    std::future<HttpAnswer> answer = promise->get_future();
    carrier.send(
        lane,
        [url] {
            return HttpRequest{"GET", url, {"X-Test: 1"}, {}, false};
        },
        [promise](HttpAnswer http) { promise->set_value(std::move(http)); });
    if (answer.wait_for(patience) != std::future_status::ready) {
        ADD_FAILURE() << "nobody was told";
        return {};
    }
    return answer.get();
}

std::string faultOf(const ScriptedAnswer& scripted, long answerMs = answerMostMs) {
    const ScriptedServer server([&scripted](const SeenRequest&) { return scripted; });
    CarrierSettings settings;
    settings.answerMostMs = answerMs;
    Carrier carrier(settings);
    return get(carrier, server.url() + "/x").fault;
}

ScriptedAnswer raw(const std::string& bytes) {
    ScriptedAnswer answer;
    answer.bytes = bytes;
    return answer;
}

} // namespace

TEST(Carrier, BringsBackWhatCame) {
    const ScriptedServer server([](const SeenRequest&) {
        return httpAnswer(404, "{\"code\":1}", {"X-Upper: Value ", "x-twice: a", "X-Twice: b"});
    });
    Carrier carrier({});
    const HttpAnswer answer = get(carrier, server.url() + "/a?b=c%2F");
    EXPECT_EQ(answer.fault, "");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, "{\"code\":1}");
    EXPECT_EQ(answer.headers.at("x-upper"), "Value");
    EXPECT_EQ(answer.headers.at("x-twice"), "a, b");
    ASSERT_EQ(server.seen().size(), 1U);
    const SeenRequest seen = server.seen().front();
    EXPECT_EQ(seen.target(), "/a?b=c%2F");
    EXPECT_EQ(seen.header("x-test"), "1");
    EXPECT_NE(seen.header("user-agent"), "");
    EXPECT_EQ(seen.header("expect"), "");
}

TEST(Carrier, PostsTheVeryBytes) {
    const ScriptedServer server([](const SeenRequest&) { return httpAnswer(204, ""); });
    Carrier carrier({});
    std::promise<HttpAnswer> told;
    const std::string body = std::string("{\"a\":\"") + '\0' + "门诊\"}";
    carrier.send(
        Lane::Action,
        [&] {
            return HttpRequest{"POST", server.url() + "/", {}, body, false};
        },
        [&](HttpAnswer http) { told.set_value(std::move(http)); });
    const HttpAnswer answer = told.get_future().get();
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(server.seen().front().body, body);
}

TEST(Carrier, FollowsNoRedirect) {
    std::atomic<int> asked{0};
    const ScriptedServer elsewhere([&asked](const SeenRequest&) {
        ++asked;
        return httpAnswer(200, "here");
    });
    const ScriptedServer server([&elsewhere](const SeenRequest&) {
        return httpAnswer(302, "", {"Location: " + elsewhere.url() + "/"});
    });
    Carrier carrier({});
    EXPECT_EQ(get(carrier, server.url() + "/").status, 302);
    EXPECT_EQ(asked, 0);
}

TEST(Carrier, WhatIsNoAnswerIsNone) {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    EXPECT_EQ(faultOf(raw(head + "cut off")), "no-answer");
    EXPECT_EQ(faultOf(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")),
              "no-answer");
    EXPECT_EQ(faultOf(raw("")), "no-answer");
    EXPECT_EQ(faultOf(raw("this is no HTTP\r\n\r\n")), "no-answer");
    ScriptedAnswer reset = raw(head + "reset");
    reset.reset = true;
    EXPECT_EQ(faultOf(reset), "no-answer");
    ScriptedAnswer silent = raw("");
    silent.hold = true;
    EXPECT_EQ(faultOf(silent, 200), "no-answer");
    ScriptedAnswer late = httpAnswer(200, "{}");
    late.delayMs = 2'000;
    EXPECT_EQ(faultOf(late, 200), "no-answer");
    Carrier carrier({});
    EXPECT_EQ(get(carrier, "http://127.0.0.1:1/").fault, "no-answer"); // nobody listens
    EXPECT_EQ(get(carrier, "file:///etc/passwd").fault, "no-answer");
    EXPECT_EQ(get(carrier, "").fault, "no-answer");
}

TEST(Carrier, AHugeAnswerIsBrokenOff) {
    ScriptedAnswer huge = raw(std::string(64 * 1024, 'x'));
    huge.repeat = 1;
    huge.bytes = "HTTP/1.1 200 OK\r\n\r\n" + std::string(maxAnswerBytes + 1, 'x');
    EXPECT_EQ(faultOf(huge), "answer-size");
    huge.bytes = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(maxAnswerBytes) +
                 "\r\n\r\n" + std::string(maxAnswerBytes, 'x');
    EXPECT_EQ(faultOf(huge), "");
    std::string heads = "HTTP/1.1 200 OK\r\n";
    for (int i = 0; i < 1'000; ++i)
        heads += "X-" + std::to_string(i) + ": " + std::string(60, 'x') + "\r\n";
    EXPECT_EQ(faultOf(raw(heads + "\r\n")), "answer-size");
}

TEST(Carrier, EverybodyIsToldOnceInTheOrderOfTheQueue) {
    const ScriptedServer server(
        [](const SeenRequest& request) { return httpAnswer(200, request.target()); });
    CarrierSettings settings;
    settings.queryRate = 1'000;
    std::mutex mutex;
    std::vector<std::string> sent;
    std::atomic<int> told{0};
    std::promise<void> all;
    {
        Carrier carrier(settings);
        for (int i = 0; i < 200; ++i)
            carrier.send(
                Lane::Query,
                [&, i] {
                    const std::lock_guard lock(mutex);
                    sent.push_back(std::to_string(i));
                    return HttpRequest{
                        "GET", server.url() + "/" + std::to_string(i), {}, {}, false};
                },
                [&, i](const HttpAnswer& answer) {
                    EXPECT_EQ(answer.body, "/" + std::to_string(i));
                    if (++told == 200) all.set_value();
                });
        ASSERT_EQ(all.get_future().wait_for(patience), std::future_status::ready);
    }
    for (int i = 0; i < 200; ++i)
        EXPECT_EQ(sent.at(static_cast<std::size_t>(i)), std::to_string(i));
    EXPECT_EQ(told, 200);
}

// A charge does not stand in line behind ten thousand questions.
TEST(Carrier, ActionsPassQuestionsThatWaitForTheRate) {
    const ScriptedServer server([](const SeenRequest&) { return httpAnswer(200, ""); });
    CarrierSettings settings;
    settings.queryRate = 1;
    Carrier carrier(settings);
    std::atomic<int> questions{0};
    std::atomic<int> faults{0};
    for (int i = 0; i < 50; ++i)
        carrier.send(
            Lane::Query,
            [&] {
                return HttpRequest{"GET", server.url() + "/", {}, {}, false};
            },
            [&](const HttpAnswer& answer) {
                ++questions;
                faults += answer.fault.empty() ? 0 : 1;
            });
    EXPECT_EQ(get(carrier, server.url() + "/", Lane::Action).status, 200);
    EXPECT_LT(questions, 50);
}

TEST(Carrier, TooManyAreTurnedAway) {
    CarrierSettings settings;
    settings.queryRate = 1;
    std::atomic<int> busy{0};
    std::atomic<int> silent{0};
    {
        Carrier carrier(settings);
        for (std::size_t i = 0; i < maxQueued + 100; ++i)
            carrier.send(
                Lane::Query,
                [] {
                    return HttpRequest{"GET", "http://127.0.0.1:1/", {}, {}, false};
                },
                [&](const HttpAnswer& answer) { ++(answer.fault == "busy" ? busy : silent); });
    }
    EXPECT_GE(busy, 90);
    EXPECT_EQ(static_cast<std::size_t>(busy + silent), maxQueued + 100);
}

TEST(Carrier, WhoeverWaitsAtTheEndIsTold) {
    ScriptedAnswer hold;
    hold.hold = true;
    const ScriptedServer server([&hold](const SeenRequest&) { return hold; });
    std::vector<std::string> faults;
    {
        Carrier carrier({});
        for (int i = 0; i < 3; ++i)
            carrier.send(
                Lane::Action,
                [&] {
                    return HttpRequest{"GET", server.url() + "/", {}, {}, false};
                },
                [&](const HttpAnswer& answer) {
                    faults.push_back(answer.fault);
                    // Whoever asks again out of despair is told again.
                    if (faults.size() < 6)
                        carrier.send(
                            Lane::Action, [] { return HttpRequest(); },
                            [&](const HttpAnswer& again) { faults.push_back(again.fault); });
                });
        while (server.seen().size() < 3)
            std::this_thread::yield();
    }
    EXPECT_EQ(faults.size(), 6U);
    EXPECT_EQ(faults.front(), "no-answer");
    EXPECT_EQ(faults.back(), "busy");
}

} // namespace menzhen::payment
