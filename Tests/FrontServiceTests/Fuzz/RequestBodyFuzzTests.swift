import HTTPTypes
import HummingbirdTesting
import NIOCore
import RandomTesting
import Testing
import WebDAV

@testable import FrontService

/// Bodies that no client sends on purpose, through the whole front.
@Suite struct RequestBodyFuzzTests {
    private static let rounds = TestRounds.count(150)

    private static func isAnswer(_ response: TestResponse) -> Bool {
        // RFC 4918 §11.5: 507 is an answer of its own; every other 5xx is a fault of the service, within a multistatus too.
        let isKnown = response.status.code < 500 || response.status == .insufficientStorage
        return isKnown && !String(buffer: response.body).contains("HTTP/1.1 500")
    }

    /// Fills the calendar that is asked about.
    private static func fill(_ front: TestFront) async throws {
        let rule = TimedEvent.text(uid: "daily", start: ":20240102T100000Z", lines: ["RRULE:FREQ=DAILY"])
        try await front.put("/calendars/alice/calendar/daily.ics", rule)
        try await front.put("/calendars/alice/calendar/a.ics", SampleEvent.text())
    }

    /// Sends mutated bodies of one method to resources in turn, and checks every answer.
    private static func fuzz(_ method: String, _ corpus: [String], at paths: [String], seed: UInt64) async throws {
        try await TestFront.run { front in
            try await fill(front)
            var bodies = MarkupMutator(corpus: corpus, seed: seed)
            var accepted = 0
            for round in 0..<rounds {
                let body = bodies.next()
                let path = paths[round % paths.count].replacing("{round}", with: "\(round)")
                let response = try await front.send(method, path, ["Depth": "1"], octets: body)
                let text = String(decoding: body, as: UTF8.self)
                #expect(isAnswer(response), "seed \(seed), round \(round): \(response.status) to \(text)")
                if response.status.kind == .successful { accepted += 1 }
            }
            #expect(accepted > 0, "seed \(seed): no body was accepted, so that only parsers were reached")
        }
    }

    private static let collections = [
        "/calendars/alice/calendar/", "/calendars/alice/", "/principals/users/alice/", "/",
    ]

    @Test func `RFC 4918 §8.2 no body of a REPORT is a fault of the service`() async throws {
        let paths = Self.collections + ["/calendars/alice/calendar/daily.ics"]
        try await Self.fuzz("REPORT", RequestBodies.reports, at: paths, seed: 3253)
    }

    @Test func `RFC 4918 §8.2 no body of a PROPFIND is a fault of the service`() async throws {
        try await Self.fuzz("PROPFIND", RequestBodies.propfinds, at: Self.collections, seed: 4918)
    }

    @Test func `RFC 4918 §8.2 no body of a PROPPATCH is a fault of the service`() async throws {
        let paths = Array(Self.collections.prefix(3)) + ["/calendars/alice/calendar/a.ics"]
        try await Self.fuzz("PROPPATCH", RequestBodies.proppatches, at: paths, seed: 4919)
    }

    @Test func `RFC 4918 §8.2 no body of a MKCALENDAR is a fault of the service`() async throws {
        try await Self.fuzz("MKCALENDAR", RequestBodies.makings, at: ["/calendars/alice/new-{round}/"], seed: 4791)
        try await Self.fuzz("MKCOL", RequestBodies.makings, at: ["/calendars/alice/new-{round}/"], seed: 5689)
    }

    @Test func `RFC 4791 §5.3.2.1 no calendar data of a PUT is a fault of the service, and what is stored is found`()
        async throws
    {
        let seed: UInt64 = 5545
        try await TestFront.run { front in
            var bodies = Mutator(corpus: RequestBodies.objects.map { Array($0.utf8) }, seed: seed)
            var stored = 0
            for round in 0..<Self.rounds {
                let body = bodies.next()
                let response = try await front.send("PUT", "/calendars/alice/calendar/a.ics", octets: body)
                let text = String(decoding: body, as: UTF8.self)
                #expect(Self.isAnswer(response), "seed \(seed), round \(round): \(response.status) to \(text)")
                guard response.status.kind == .successful else { continue }
                stored += 1
                let answer = try await front.send(
                    "REPORT",
                    "/calendars/alice/calendar/",
                    octets: RequestBodies.expansion
                )
                #expect(answer.status == .multiStatus, "seed \(seed), round \(round): \(answer.status) to \(text)")
                _ = try Multistatus(answer)
                #expect(try await front.send("DELETE", "/calendars/alice/calendar/a.ics").status == .noContent)
            }
            #expect(stored > 0, "seed \(seed): nothing was stored, so that only the parser was reached")
        }
    }
}
