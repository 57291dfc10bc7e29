import Testing

/// A home with an event that has two files, and had a third one, to be damaged.
struct DamagedHome: Sendable {
    /// The label of a file on all components.
    static let kept = "kept.bin"

    /// The label of another one.
    static let other = "other.bin"

    /// The label of a file that was removed.
    static let removed = "removed.bin"

    /// The home as it has to be.
    let world: AttachmentWorld

    /// Fills a new home.
    init(_ client: CalendarClient, _ settings: WorldSettings) async throws {
        var world = AttachmentWorld(client, clients: 1, settings: settings, seed: 1)
        let place = WorldModel.Place(calendar: WorldChoices.calendars[0], name: "e0.ics")
        let document = WorldDocument(uid: "e0@example.com", summary: "damage", days: 1...3)
        let files = [(Self.kept, 5_000), (Self.other, 600), (Self.removed, 1_000)]
        var operations = [WorldOperation.put(place, document)]
        for (label, count) in files {
            let bytes = SampleFile.noise(UInt64(count), count: count)
            operations.append(.add(place, rid: nil, WorldFile(label: label, bytes: bytes)))
        }
        for operation in operations { try await world.perform([WorldClient.Wish(operation: operation)]) }
        let observed = try await world.observe()
        #expect(observed == world.model.visible)
        let id = try #require(world.registry.ids[Self.removed])
        try await world.perform([WorldClient.Wish(operation: .remove(place, id, id: id, rid: nil))])
        self.world = world
    }

    /// The managed ID of a file, as SQL has it.
    func id(_ label: String) -> String { "'\(world.registry.ids[label] ?? "unknown")'" }
}
