import BlobStoreTesting
import HTTPTypes
import SQLDatabase
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
import WebDAV

@testable import FrontService

/// Requests that are cancelled at each of their steps in turn, since their clients have gone.
@Suite(.timeLimit(.minutes(2)))
struct CancelledRequestTests {
    /// Whether a request that was cancelled at a step is carried out: only a write that has begun is finished.
    private func isCarriedOut(_ place: Interruption.Step?) -> Bool {
        [.writing, .written, nil].contains(place)
    }

    @Test func `a PUT that is cancelled at any step is stored as a whole or not at all`() async throws {
        let interruption = Interruption()
        try await AttachmentFront.run(database: { InterruptingDatabase(base: $0, interruption: interruption) }) {
            test in
            for place in 1...20 {
                let (uri, event) = ("/calendars/alice/calendar/p\(place).ics", SampleEvent.text(uid: "p\(place)"))
                let answer = try await test.send(
                    "PUT",
                    uri,
                    ["Content-Type": "text/calendar", "Content-Length": "\(event.utf8.count)"],
                    body: RequestBody(buffer: ByteBuffer(string: event)),
                    cancelledAt: place,
                    of: interruption
                )
                #expect((answer.status == .created) == isCarriedOut(answer.place), "\(place): \(answer)")
                let found = try await test.front.send("GET", uri)
                #expect(found.status == (isCarriedOut(answer.place) ? .ok : .notFound), "\(place): \(answer)")
                #expect(found.status == .notFound || String(buffer: found.body) == event)
                guard answer.place != nil else { return #expect(place > 5) }
            }
            Issue.record("The request has no end.")
        }
    }

    @Test func `an upload that is cancelled at any step leaves bytes that are linked, or none`() async throws {
        let interruption = Interruption()
        try await AttachmentFront.run(database: { InterruptingDatabase(base: $0, interruption: interruption) }) {
            test in
            var added = 0
            var place = 0
            var answer: InterruptedAnswer
            repeat {
                place += 1
                let uri = "/calendars/alice/calendar/u\(place).ics"
                try await test.front.put(uri, SampleEvent.text(uid: "u\(place)"))
                answer = try await test.send(
                    "POST",
                    "\(uri)?action=attachment-add",
                    [:],
                    body: RequestBody(asyncSequence: EventfulBody { interruption.pass(.body) }),
                    cancelledAt: place,
                    of: interruption
                )
                #expect((answer.status == .created) == isCarriedOut(answer.place), "\(place): \(answer)")
                let count = try await test.attachments(of: uri).reduce(0) { $0 + $1.count }
                #expect(count == (isCarriedOut(answer.place) ? 1 : 0), "\(place): \(answer)")
                added += count
            } while answer.place != nil && place < 30
            #expect(answer.place == nil && place > 6)
            try await test.settle()
            let (references, usage) = (try await test.references(), try await test.usage())
            #expect(references.count == added)
            #expect(usage == UInt64(added * "first second".utf8.count))
        }
    }

    @Test(arguments: [
        #"<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>"#
            + #"<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:prop-filter name="X-NO">"#
            + #"<C:text-match>zz</C:text-match></C:prop-filter></C:comp-filter></C:comp-filter></C:filter>"#
            + "</C:calendar-query>",
        #"<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">"#
            + #"<C:time-range start="20240101T000000Z" end="20250101T000000Z"/></C:free-busy-query>"#,
    ])
    func `a report whose client has gone reads no further page`(report: String) async throws {
        let interruption = Interruption()
        let database: @Sendable (any SQLDatabase) -> any SQLDatabase = { base in
            InterruptingDatabase(base: base, interruption: interruption, shieldsReads: true)
        }
        try await AttachmentFront.run(database: database) { test in
            try await test.front.fill("calendar", names: (0..<250).map { "e\($0)" })
            func run(cancelledAt place: Int) async throws -> InterruptedAnswer {
                try await test.send(
                    "REPORT",
                    "/calendars/alice/calendar/",
                    ["Depth": "1", "Content-Length": "\(report.utf8.count)"],
                    body: RequestBody(buffer: ByteBuffer(string: report)),
                    cancelledAt: place,
                    of: interruption
                )
            }
            let whole = try await run(cancelledAt: .max)
            #expect(whole.status == .multiStatus || whole.status == .ok)
            // The last page but one has objects, as another follows it.
            let last = whole.stepCount - 2
            let abandoned = try await run(cancelledAt: last)
            #expect(abandoned.place == .readEnded)
            #expect(abandoned.stepCount == last)
        }
    }
}
