import FoundationEssentials
import NIOHTTP1
import NIOSSL

/// Finds out what clients think of a server's certificates, by letting a client verify them.
///
/// Which rule is broken shows by leaving one rule away at a time, so that the rules are those of the library.
struct CertificateTrial: Sendable {
    /// What connects and verifies.
    let client: DoctorClient

    /// The server.
    let address: WebAddress

    /// What it presents.
    let chain: PresentedChain

    /// The certificates that are trusted.
    let roots: TrustedRoots

    /// Judges the certificates.
    ///
    /// - Throws: ``ConnectionFailure`` for what is no matter of certificates.
    func verdict(now: Date) async throws(ConnectionFailure) -> CertificateVerdict {
        guard let refusal = try await refusal(by: roots.configuration()) else {
            return .good(until: chain.own.end, others: chain.endOfOthers)
        }
        if let early = CertificateVerdict(datesOf: chain.own, now: now) { return early }
        var anyHost = roots.configuration()
        anyHost.certificateVerification = .noHostnameVerification
        if try await self.refusal(by: anyHost) == nil { return .otherNames(chain.names) }
        if let end = chain.endOfOthers, end <= now { return .othersExpired(end) }
        guard let last = chain.certificates.last else { return .refused(refusal) }
        // Only what is signed by itself leads to itself.
        anyHost.trustRoots = .certificates([last])
        return try await self.refusal(by: anyHost) == nil ? .ownRoot : .unknownAuthority
    }

    /// Returns why a client that verifies so refuses the certificates; nil where it takes them.
    private func refusal(by trust: TLSConfiguration) async throws(ConnectionFailure) -> String? {
        do throws(ConnectionFailure) {
            _ = try await client.send(DoctorCall(.HEAD, address.at("/")).anonymous, trust: trust)
            return nil
        } catch {
            guard case .tls(let text) = error else { throw error }
            return text
        }
    }
}
