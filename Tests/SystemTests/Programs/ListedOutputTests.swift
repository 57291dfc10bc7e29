import FoundationEssentials
import Testing

@testable import attache

/// How a list of attachments is written for programs.
struct ListedOutputTests {
    private struct Unreadable: Error {}

    private struct Item: Decodable {
        let id: String
    }

    private static func part(_ ids: String...) throws -> [ListedFacts] {
        let facts = ids.map { id in
            #"{"id":"\#(id)","name":"a\nb","type":"t","size":1,"added":0,"home":"h","state":"live","events":[]}"#
        }
        return try JSONDecoder().decode([ListedFacts].self, from: Data("[\(facts.joined(separator: ","))]".utf8))
    }

    /// Returns what is written of some parts, after which the list can not be read, or ends.
    private func written(_ parts: [[ListedFacts]], isWhole: Bool) async throws -> String {
        let (stream, end) = AsyncThrowingStream<[ListedFacts], any Error>.makeStream()
        for part in parts { end.yield(part) }
        end.finish(throwing: isWhole ? nil : Unreadable())
        var written = ""
        var output = ListedOutput(isJSON: true) { written += $0 }
        var failure: (any Error)?
        do {
            try await output.printAll(stream)
        } catch {
            failure = error
        }
        #expect((failure is Unreadable) == !isWhole)
        return written
    }

    private func ids(_ text: String) throws -> [String] {
        try JSONDecoder().decode([Item].self, from: Data(text.utf8)).map(\.id)
    }

    @Test func `all parts are one array, and where there is none it is empty`() async throws {
        let parts = try [Self.part("1", "2"), [], Self.part("3")]
        #expect(try ids(try await written(parts, isWhole: true)) == ["1", "2", "3"])
        #expect(try await written([], isWhole: true) == "[]\n")
        #expect(try await written([[]], isWhole: true) == "[]\n")
    }

    @Test func `a list that breaks off is an array of what was read`() async throws {
        let parts = try [Self.part("1", "2"), Self.part("3")]
        #expect(try ids(try await written(parts, isWhole: false)) == ["1", "2", "3"])
    }

    @Test func `nothing is written of a list of which nothing can be read`() async throws {
        #expect(try await written([], isWhole: false) == "")
        #expect(try await written([[]], isWhole: false) == "")
    }
}
