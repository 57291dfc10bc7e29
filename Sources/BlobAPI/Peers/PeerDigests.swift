package import Cryptography

/// What a verifier knows of its peers: digests of their secrets, never the secrets.
package struct PeerDigests: Sendable {
    private let entries: [(peer: String, digest: SHA256Digest)]

    /// Creates a verifier for the digests of each peer, by the peer's ID.
    package init(_ digests: [String: [SHA256Digest]]) {
        entries = digests.sorted { $0.key < $1.key }.flatMap { peer, list in list.map { (peer, $0) } }
    }

    /// Returns the ID of the peer that presents an `Authorization` field value, or nil when there is none.
    ///
    /// Takes the same time whichever digest matches, and whether one does.
    package func peer(presenting authorization: String?) -> String? {
        guard let token = Self.bearerToken(in: authorization) else { return nil }
        let presented = PeerSecret.digest(of: token).bytes
        var match: String?
        for entry in entries where ConstantTime.equal(entry.digest.bytes, presented) {
            match = entry.peer
        }
        return match
    }

    /// The token of a `Bearer` credential (RFC 6750 §2.1); the scheme matches in any case (RFC 9110 §11.1).
    private static func bearerToken(in authorization: String?) -> String? {
        guard let authorization, authorization.utf8.count <= 256 else { return nil }
        let parts = authorization.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
