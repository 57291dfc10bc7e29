import FoundationEssentials
import Logging
import SystemPackage
import Testing

@testable import FrontService

@Suite struct TokenKeyRenewalTests {
    private let ring = TokenKeyRing([])

    private var renewal: TokenKeyRenewal {
        let tokens = TokenConfiguration(issuer: "x", audience: "y", source: .file("keys.json"))
        return TokenKeyRenewal(tokens, keys: ring, logger: .silent)
    }

    @Test func `keys that are loaded take the place of the former ones`() async {
        let first = await renewal.look(after: nil) { SignedTokens.keySet }
        #expect(first == nil)
        #expect(ring.keys(for: TokenHeader(algorithm: "ES256", keyIdentifier: "p256")).count == 1)
        _ = await renewal.look(after: nil) { #"{"keys":["# + SignedTokens.keys[4] + "]}" }
        #expect(ring.keys(for: TokenHeader(algorithm: "ES256", keyIdentifier: "p256")).isEmpty)
        #expect(ring.keys(for: TokenHeader(algorithm: "EdDSA", keyIdentifier: nil)).count == 1)
    }

    @Test func `what cannot be loaded leaves the former keys, and says why`() async {
        _ = await renewal.look(after: nil) { SignedTokens.keySet }
        let broken = await renewal.look(after: nil) { "half a docu" }
        #expect(broken == TokenKeyError.malformed.description)
        let gone = await renewal.look(after: broken) { throw TokenKeyError.status(502) }
        #expect(gone?.contains("502") == true)
        #expect(!ring.isEmpty)
    }

    @Test func `a file that appears later is read by the running service, which ends when it is told to`() async throws
    {
        let file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString).json")
        try Data(SignedTokens.keySet.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let tokens = TokenConfiguration(issuer: "x", audience: "y", source: .file(FilePath(file.path())))
        let ring = ring
        let service = TokenKeyRenewal(tokens, keys: ring, logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            while ring.isEmpty { await Task.yield() }
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(!ring.isEmpty)
    }
}
