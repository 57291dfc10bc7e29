import NIOHTTP1
import Testing

/// Several requests at the same moment are explained by an order in which every answer is right, and by nothing else.
struct WorldExplanationTests {
    /// A request of two, with its answer.
    private struct Sent {
        let operation: WorldOperation
        var isConditional = false
        let status: Int?
    }

    private static let place = WorldModel.Place(calendar: WorldChoices.calendars[0], name: "e0.ics")

    private static let document = WorldDocument(uid: "e0@example.com", summary: "before", days: 1...3)

    /// An object with one file, whose managed ID is its label.
    private static let object = WorldModel.Object(
        uid: document.uid,
        summary: document.summary,
        days: document.days,
        files: [WorldDocument.master: [WorldModel.File(label: "old.bin", kind: .managed)]]
    )

    private static func file(_ label: String) -> WorldFile { WorldFile(label: label, bytes: Array(label.utf8)) }

    private static func add(_ label: String) -> WorldOperation { .add(place, rid: nil, file(label)) }

    private static func update(to label: String) -> WorldOperation {
        .update(place, "old.bin", id: "old.bin", file(label))
    }

    private static func put(_ summary: String) -> WorldOperation { .put(place, document.titled(summary)) }

    private static func deed(_ operation: WorldOperation, seen: WorldClient.Copy? = nil, status: Int?) -> WorldDeed {
        WorldDeed(
            wish: WorldClient.Wish(operation: operation, seen: seen),
            reply: WorldReply(answer: status.map { Answer(status: $0, headers: [:], body: []) })
        )
    }

    /// Returns the objects that the place can have after requests; nil among them where it can have none.
    private func objects(after sent: Sent...) -> [WorldModel.Object?] {
        var registry = WorldRegistry()
        registry.note("old.bin", of: "old.bin")
        let model = WorldModel(calendars: [Self.place.calendar: [Self.place.name: Self.object]])
        let seen = WorldClient.Copy(tag: "\"1\"", version: 0, document: Self.document)
        let deeds = sent.map { sent in
            Self.deed(sent.operation, seen: sent.isConditional ? seen : nil, status: sent.status)
        }
        let now = ContinuousClock().now
        let state = WorldState(model, grace: .seconds(3))
        let explanation = WorldExplanation(deeds: deeds, state: state, registry: registry, sent: now, answered: now)
        return explanation.models().map { $0[Self.place] }
    }

    @Test func `two files that are added at the same moment are both there`() {
        let found = objects(
            after: Sent(operation: Self.add("a"), status: 201),
            Sent(operation: Self.add("b"), status: 201)
        )
        #expect(found.map { $0?.labels } == [["old.bin", "a", "b"]])
    }

    @Test func `of two changes of one state only one is done`() {
        let (one, other) = (Self.put("one"), Self.add("a"))
        let lostUpdate = objects(
            after: Sent(operation: one, isConditional: true, status: 204),
            Sent(operation: other, isConditional: true, status: 201)
        )
        #expect(lostUpdate.isEmpty)
        let right = objects(
            after: Sent(operation: one, isConditional: true, status: 412),
            Sent(operation: other, isConditional: true, status: 201)
        )
        #expect(right.map { $0?.summary } == ["before"])
        let neither = objects(
            after: Sent(operation: one, isConditional: true, status: 412),
            Sent(operation: other, isConditional: true, status: 412)
        )
        #expect(neither.isEmpty)
    }

    @Test func `of two edits without a condition the last one stays, whichever it was`() {
        let found = objects(
            after: Sent(operation: Self.put("one"), status: 204),
            Sent(operation: Self.put("two"), status: 204)
        )
        #expect(Set(found.map { $0?.summary }) == ["one", "two"])
    }

    @Test func `an event is gone after a removal, and nothing is added to it then`() {
        let before = objects(
            after: Sent(operation: .delete(Self.place), status: 204),
            Sent(operation: Self.add("a"), status: 201)
        )
        #expect(before == [nil])
        let after = objects(
            after: Sent(operation: .delete(Self.place), status: 204),
            Sent(operation: Self.add("a"), status: 404)
        )
        #expect(after == [nil])
        let never = objects(
            after: Sent(operation: .delete(Self.place), status: 404),
            Sent(operation: Self.add("a"), status: 201)
        )
        #expect(never.isEmpty)
    }

    @Test func `RFC 8607 §3.5 a managed ID is replaced once`() {
        let twice = objects(
            after: Sent(operation: Self.update(to: "a"), status: 204),
            Sent(operation: Self.update(to: "b"), status: 204)
        )
        #expect(twice.isEmpty)
        let once = objects(
            after: Sent(operation: Self.update(to: "a"), status: 204),
            Sent(operation: Self.update(to: "b"), status: 403)
        )
        #expect(once.map { $0?.labels } == [["a"]])
    }

    private static let removal = Sent(
        operation: .remove(place, "old.bin", id: "old.bin", rid: nil),
        status: 204
    )

    private static func restoration(_ status: Int) -> Sent {
        Sent(operation: .restore(place, "old.bin", id: "old.bin"), status: status)
    }

    private static let withdrawal = Sent(operation: .withdraw("old.bin", id: "old.bin"), status: 200)

    @Test func `what was removed comes back, once`() {
        #expect(objects(after: Self.removal, Self.restoration(303)).map { $0?.labels } == [["old.bin"]])
        #expect(objects(after: Self.removal, Self.restoration(409)).map { $0?.labels } == [[]])
        #expect(objects(after: Self.restoration(303)).isEmpty)
        #expect(objects(after: Self.removal, Self.restoration(303), Self.restoration(303)).isEmpty)
    }

    @Test func `what was removed just now is not gone, unless the operator ends its grace`() {
        #expect(objects(after: Self.removal, Self.restoration(410)).isEmpty)
        let purged = objects(after: Self.removal, Sent(operation: .purge, status: 200), Self.restoration(410))
        #expect(purged.map { $0?.labels } == [[]])
    }

    @Test func `RFC 8607 §3.11.5 what was taken away stays in the data of its event, and comes to no other`() {
        #expect(objects(after: Self.withdrawal).map { $0?.labels } == [["old.bin"]])
        let before = objects(after: Self.withdrawal, Self.removal, Self.restoration(303))
        #expect(before.map { $0?.labels } == [["old.bin"]])
        let after = objects(after: Self.withdrawal, Self.removal, Self.restoration(410))
        #expect(after.map { $0?.labels } == [[]])
        let line = "ATTACH;MANAGED-ID=old.bin;FILENAME=old.bin:https://example.com/attachments/old.bin/old.bin"
        let put = Sent(operation: .put(Self.place, Self.document.attaching(line)), status: 204)
        #expect(objects(after: Self.withdrawal, put).map { $0?.labels } == [["old.bin"]])
        let late = objects(after: Self.withdrawal, Self.removal, put).map { $0?.files[WorldDocument.master] }
        #expect(late.contains([WorldModel.File(label: "old.bin", kind: .plain)]))
    }

    @Test func `what has no answer was done, or was not`() {
        let found = objects(
            after: Sent(operation: Self.add("a"), status: nil),
            Sent(operation: Self.add("b"), status: 201)
        )
        #expect(Set(found.map { $0?.labels }) == [["old.bin", "a", "b"], ["old.bin", "b"]])
    }

    /// The time does not double with each file, nor grow with the number of orders: this would not end then.
    @Test(arguments: [true, false]) func `three edits without answers are explained, however many files they name`(
        areOnEvent: Bool
    ) {
        let labels = (0..<40).map { "f\($0)" }
        var registry = WorldRegistry()
        for label in labels { registry.note(label, of: label) }
        let document = labels.reduce(Self.document) { document, label in
            document.attaching("ATTACH;MANAGED-ID=\(label):https://example.com/attachments/\(label)/\(label)")
        }
        let files = Set(labels.map { WorldModel.File(label: $0, kind: .managed) })
        var object = Self.object
        object.files = [WorldDocument.master: areOnEvent ? files : []]
        let model = WorldModel(calendars: [Self.place.calendar: [Self.place.name: object]])
        let edits = ["one", "two", "three"].map { WorldOperation.put(Self.place, document.titled($0)) }
        let now = ContinuousClock().now
        let explanation = WorldExplanation(
            deeds: edits.map { Self.deed($0, status: nil) } + [Self.deed(.purge, status: 200)],
            state: WorldState(model, grace: .seconds(3)),
            registry: registry,
            sent: now,
            answered: now
        )
        let found = explanation.models().compactMap { $0[Self.place] }
        #expect(Set(found.map(\.summary)) == ["before", "one", "two", "three"])
        #expect(found.allSatisfy { $0.labels == ($0.summary == "before" && !areOnEvent ? [] : Set(labels)) })
    }
}
