import NIOHTTP1
import Testing

/// What is tried at the end, while all services run and the answer is certain.
extension AttachmentWorld {
    private var place: WorldModel.Place { WorldModel.Place(calendar: WorldChoices.calendars[0], name: "last.ics") }

    /// Waits until everything infected that some object has was taken away from everybody.
    mutating func awaitWithdrawals() async throws {
        // Where a file is that came last is in no answer: a PUT tells nothing of what it took in, and answers are lost.
        _ = try await observe()
        for label in model.labels.intersection(registry.doomed).subtracting(withdrawn).sorted() {
            let uri = try #require(registry.uri(of: label), "seed \(seed): \(label) is on no object")
            let isGone = try await eventually(within: .seconds(40)) { try await client.fetch(uri).status == 410 }
            #expect(isGone, "seed \(seed): \(client.home): \(label) is infected, and \(uri) can be read still")
            noteWithdrawal(of: label)
        }
    }

    /// Puts one more event with a file in its data: now the file has to become an attachment.
    mutating func takeInAnother() async throws {
        let file = WorldFile(label: "last-\(user).bin", bytes: SampleFile.noise(seed, count: 20_000))
        let document = WorldDocument(uid: "last-\(user)@example.com", summary: "last", days: 1...3)
        try await perform([WorldClient.Wish(operation: .put(place, document.embedding(file, in: 0)))])
        #expect(model[place]?.labels == [file.label], "seed \(seed): \(client.home)\(place.path)")
    }

    /// Takes a file from that event, and has the operator bring it back: its bytes have to be those that were sent.
    ///
    /// On a machine that is busy the grace may be over before the operator comes; then it is another file's turn.
    mutating func bringBackAnother() async throws {
        let before = tally.restored
        for turn in 0..<9 where tally.restored == before {
            let bytes = SampleFile.noise(seed &+ 2, count: 700 + turn)
            let file = WorldFile(label: "back\(turn)-\(user).bin", bytes: bytes)
            try await perform([WorldClient.Wish(operation: .add(place, rid: nil, file))])
            _ = try await observe()
            let id = try #require(registry.ids[file.label], "seed \(seed): \(file.label) is on no object")
            try await perform([WorldClient.Wish(operation: .remove(place, id, id: id, rid: nil))])
            try await perform([WorldClient.Wish(operation: .restore(place, id, id: id), way: .tool)])
            guard tally.restored > before else { continue }
            #expect(model[place]?.labels.contains(file.label) == true, "seed \(seed): \(client.home)\(place.path)")
            let fetched = try await client.fetch(try #require(registry.uri(of: file.label)))
            #expect(fetched.status == 200, "seed \(seed): \(fetched)")
            #expect(fetched.body == file.bytes, "seed \(seed): \(client.home): \(file.label)")
        }
        #expect(tally.restored > before, "seed \(seed): \(client.home): nothing was brought back")
    }

    /// Takes a file from that event by a PUT, and undoes that by another one, which brings the former text back.
    ///
    /// As with ``bringBackAnother()``, it is another file's turn where the grace was over meanwhile.
    mutating func undoAnother() async throws {
        let before = tally.undone
        for turn in 0..<9 where tally.undone == before {
            let bytes = SampleFile.noise(seed &+ 4, count: 800 + turn)
            let file = WorldFile(label: "undo\(turn)-\(user).bin", bytes: bytes)
            try await perform([WorldClient.Wish(operation: .add(place, rid: nil, file))])
            let seen = try read(try await client.send(.GET, client.home + place.path), at: place)
            let document = try #require(seen, "seed \(seed): \(place.path) is not there").document
            let id = try #require(registry.ids[file.label], "seed \(seed): \(file.label) is on no object")
            try await perform([WorldClient.Wish(operation: .put(place, document.dropping(id, from: nil)))])
            try await perform([WorldClient.Wish(operation: .put(place, document))])
            guard tally.undone > before else { continue }
            #expect(model[place]?.labels.contains(file.label) == true, "seed \(seed): \(client.home)\(place.path)")
            let fetched = try await client.fetch(try #require(registry.uri(of: file.label)))
            #expect(fetched.status == 200, "seed \(seed): \(fetched)")
            #expect(fetched.body == file.bytes, "seed \(seed): \(client.home): \(file.label)")
        }
        #expect(tally.undone > before, "seed \(seed): \(client.home): no removal was undone")
    }

    /// Adds a file to that event that is found infected after the answer: it goes, and the event stays as it is
    /// (RFC 8607 §3.11.5).
    mutating func expectWithdrawal() async throws {
        let bytes = SampleFile.noise(seed &+ 1, count: 900) + Array(LocalClamd.marker.utf8)
        let file = WorldFile(label: "infected-\(user).bin", bytes: bytes)
        registry.note(file)
        let added = await WorldRequest(client: client, wish: .init(operation: .add(place, rid: nil, file))).send()
        #expect(added.answer?.status == 201, "seed \(seed): \(added)")
        let event = try await client.send(.GET, client.home + place.path).body
        let attachment = CalendarText(event).attachments.first { $0.parameters["FILENAME"] == file.label }
        let uri = try #require(attachment?.uri, "seed \(seed): \(file.label) is not on the event")
        let isGone = try await eventually { try await client.fetch(uri).status == 410 }
        #expect(isGone, "seed \(seed): \(uri) can be read still")
        let after = try await client.send(.GET, client.home + place.path).body
        #expect(after == event, "seed \(seed): the event was changed")
    }
}
