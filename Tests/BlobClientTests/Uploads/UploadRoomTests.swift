import Testing

@testable import BlobClient

@Suite struct UploadRoomTests {
    private func room(pieces: Int, perPart: Int) -> UploadRoom {
        var options = BlobClientOptions()
        options.pieceBytes = 10
        options.uploadBytes = pieces * 10
        options.piecesPerPart = perPart
        return UploadRoom(options)
    }

    /// Returns what each of some uploads may send at a time while all of them are under way.
    private func share(of room: UploadRoom, among uploads: Int) async throws -> Int {
        guard uploads > 0 else { return room.piecesPerPart }
        return try await room.using { try await share(of: room, among: uploads - 1) }
    }

    @Test(arguments: [(1, 4), (2, 4), (3, 2), (4, 2), (8, 1), (9, 1), (100, 1)])
    func `uploads that are under way share the room, and each may send a piece`(
        _ uploads: Int,
        _ expected: Int
    ) async throws {
        let room = room(pieces: 16, perPart: 4)
        #expect(try await share(of: room, among: uploads) == expected)
        #expect(room.piecesPerPart == 4)
    }

    @Test func `an upload that fails leaves its room to the others`() async throws {
        struct Failure: Error {}
        let room = room(pieces: 4, perPart: 4)
        await #expect(throws: Failure.self) { try await room.using { throw Failure() } }
        #expect(try await share(of: room, among: 1) == 2)
    }

    @Test func `room for less than a piece is enough for one`() async throws {
        #expect(try await share(of: room(pieces: 0, perPart: 4), among: 1) == 1)
    }
}
