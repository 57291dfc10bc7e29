import CalendarStore
import FoundationEssentials
import HTTPTypes
import HummingbirdTesting
import ICalendar
import NIOCore
import SQLDatabase
import Synchronization
import Testing
import WebDAV

@testable import FrontService

/// A hook that notes what it is told, and can change or refuse what is put.
private final class RecordingHook: ObjectWriteHook {
    let calls = Mutex<[String]>([])
    private let refusal: WebDAVError?
    private let addsComment: Bool
    private let overtaken: Mutex<Int>

    init(addsComment: Bool = false, refusal: WebDAVError? = nil, overtaken: Int = 0) {
        self.addsComment = addsComment
        self.overtaken = Mutex(overtaken)
        self.refusal = refusal
    }

    func note(_ call: String) { calls.withLock { $0.append(call) } }

    func overtake() throws {
        let isOvertaken = overtaken.withLock { times in
            defer { times -= 1 }
            return times > 0
        }
        if isOvertaken { throw ObjectWriteOutdated() }
    }

    func begin(_ write: ObjectWrite) async throws -> any ObjectWriteParticipant {
        note("begin \(write.name) by \(write.principal.uid)")
        return Participant(hook: self, resource: write.new, addsComment: addsComment, refusal: refusal)
    }

    func objectWasDeleted(_ deletion: ObjectDeletion, in txn: any SQLTransaction) throws {
        note("deleted \(deletion.object.name)")
    }

    private struct Participant: ObjectWriteParticipant {
        let hook: RecordingHook
        let resource: CalendarObjectResource
        let addsComment: Bool
        let refusal: WebDAVError?

        func reconcile(replacing old: CalendarObject?, in txn: any SQLTransaction) throws -> ReconciledWrite {
            hook.note("reconcile \(old == nil ? "new" : "old")")
            try hook.overtake()
            var resource = resource
            if addsComment {
                resource.updateInstances {
                    $0.append(Property(name: "COMMENT", parameters: [], value: "by the server"))
                }
            }
            return ReconciledWrite(resource: resource, isChanged: addsComment) { [hook, refusal] id, txn in
                hook.note("stored")
                let stored = try CalendarStore().summary(id, in: txn)
                #expect(stored != nil)
                if let refusal { throw refusal }
            }
        }

        func committed() async { hook.note("committed") }

        func rolledBack() async { hook.note("rolled back") }
    }
}

@Suite struct ObjectWriteHookTests {
    private let uri = "/calendars/alice/calendar/e1.ics"
    private let calendarType = ["Content-Type": "text/calendar"]

    @Test func `a hook is told of everything in order`() async throws {
        let hook = RecordingHook()
        try await TestFront.run(hook: hook) { front in
            try await front.put(uri, SampleEvent.text())
            try await front.put(uri, SampleEvent.text(summary: "B"))
            _ = try await front.send("DELETE", uri)
        }
        let once = { (kind: String) in ["begin e1.ics by alice", "reconcile \(kind)", "stored", "committed"] }
        #expect(hook.calls.withLock { $0 } == once("new") + once("old") + ["deleted e1.ics"])
    }

    @Test func `RFC 4791 §5.3.4 data that the server changed is answered without an entity tag`() async throws {
        try await TestFront.run(hook: RecordingHook(addsComment: true)) { front in
            let response = try await front.send("PUT", uri, calendarType, body: SampleEvent.text())
            #expect(response.status == .created)
            #expect(response.headers[.eTag] == nil)
            let stored = String(buffer: try await front.send("GET", uri).body)
            #expect(stored == SampleEvent.text().replacing("END:VEVENT", with: "COMMENT:by the server\r\nEND:VEVENT"))
        }
    }

    @Test func `with its representation, data that the server changed has its entity tag`() async throws {
        try await TestFront.run(hook: RecordingHook(addsComment: true)) { front in
            let headers = calendarType.merging(["Prefer": "return=representation"]) { $1 }
            let response = try await front.send("PUT", uri, headers, body: SampleEvent.text())
            #expect(response.headers[.eTag] == (try await front.send("GET", uri).headers[.eTag]))
            #expect(String(buffer: response.body).contains("COMMENT:by the server"))
        }
    }

    @Test func `a hook that refuses after the object was stored leaves nothing, and is told`() async throws {
        let hook = RecordingHook(refusal: WebDAVError(.forbidden, "No."))
        try await TestFront.run(hook: hook) { front in
            let response = try await front.send("PUT", uri, calendarType, body: SampleEvent.text())
            #expect(response.status == .forbidden)
            #expect(try await front.send("GET", uri).status == .notFound)
        }
        #expect(hook.calls.withLock { $0.last } == "rolled back")
    }

    @Test func `a PUT that is overtaken between its preparation and its transaction is begun again`() async throws {
        let hook = RecordingHook(overtaken: 1)
        try await TestFront.run(hook: hook) { front in try await front.put(uri, SampleEvent.text()) }
        let begun = ["begin e1.ics by alice", "reconcile new"]
        #expect(hook.calls.withLock { $0 } == begun + ["rolled back"] + begun + ["stored", "committed"])
    }

    @Test func `a PUT that is overtaken again is 503 with Retry-After, and stores nothing`() async throws {
        let hook = RecordingHook(overtaken: 2)
        try await TestFront.run(hook: hook) { front in
            let response = try await front.send("PUT", uri, calendarType, body: SampleEvent.text())
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] == "1")
            #expect(try await front.send("GET", uri).status == .notFound)
        }
        #expect(hook.calls.withLock { $0.last } == "rolled back")
    }

    @Test func `a refused body never reaches the hook`() async throws {
        let hook = RecordingHook()
        try await TestFront.run(hook: hook) { front in
            let response = try await front.send("PUT", uri, calendarType, body: "x")
            #expect(response.status == .forbidden)
        }
        #expect(hook.calls.withLock { $0.isEmpty })
    }
}
