import FoundationEssentials
import NIOHTTP1

// The first two steps: a connection, and the certificate.

extension Examination {
    /// The time before its end at which a certificate should have been renewed: what ACME clients leave at least.
    private static let renewalMargin: Double = 21 * 24 * 3600

    /// Connects to a host that clients have to reach, and looks at its certificate; each host is looked at once.
    ///
    /// - Throws: ``DeadEnd`` where clients do not get through.
    mutating func examineOrigin(of address: WebAddress, for clients: Set<ClientKind>) async throws(DeadEnd) {
        if let isOpen = origins[address.origin] {
            guard isOpen else { throw DeadEnd() }
            return
        }
        origins[address.origin] = false
        step = .connection
        if address.isSecure {
            try await examineCertificate(of: address, for: clients)
        } else {
            try await examinePlainConnection(to: address, for: clients)
        }
        origins[address.origin] = true
    }

    private mutating func examinePlainConnection(
        to address: WebAddress,
        for clients: Set<ClientKind>
    ) async throws(DeadEnd) {
        _ = try await answer(to: DoctorCall(.HEAD, address.at("/")).anonymous, for: clients)
        guard !address.isLoopback else {
            record(.note, "\(address.origin) answers, by plain http, which is good enough on this host alone.")
            return
        }
        record(
            .warning,
            "\(address.origin) answers, by plain http: whoever is on the network between reads passwords.",
            advice: "Serve it over https: by public.tls.certificate-file and public.tls.key-file, or behind a proxy "
                + "that ends TLS; then set public-url to the https URL.",
            for: clients
        )
    }

    private mutating func examineCertificate(
        of address: WebAddress,
        for clients: Set<ClientKind>
    ) async throws(DeadEnd) {
        let verdict: CertificateVerdict
        do throws(ConnectionFailure) {
            verdict = try await self.verdict(on: address, for: clients)
        } catch {
            try fail(error.sentence(about: address), advice: error.advice, for: clients)
        }
        try judge(verdict, of: address, for: clients)
    }

    private mutating func verdict(
        on address: WebAddress,
        for clients: Set<ClientKind>
    ) async throws(ConnectionFailure) -> CertificateVerdict {
        let destination = visit.addresses[address.host] ?? address.host
        let capture = ChainCapture(address: address, destination: destination, timeout: visit.timeout)
        let chain = try await capture.chain()
        record(.ok, "\(address.origin) answers, and speaks TLS.", for: clients)
        step = .certificate
        let trial = CertificateTrial(client: client, address: address, chain: chain, roots: visit.trustedRoots)
        return try await trial.verdict(now: now)
    }

    private mutating func judge(
        _ verdict: CertificateVerdict,
        of address: WebAddress,
        for clients: Set<ClientKind>
    ) throws(DeadEnd) {
        guard case .good(let end, let others) = verdict else {
            try fail(verdict.sentence(about: address), advice: verdict.advice(about: address), for: clients)
        }
        recordOwn(end, of: address, for: clients)
        if let others { recordOthers(others, of: address, for: clients) }
    }

    private mutating func recordOwn(_ end: Date, of address: WebAddress, for clients: Set<ClientKind>) {
        guard end.timeIntervalSince(now) < Self.renewalMargin else {
            record(.ok, "The certificate of \(address.host) is good until \(end.day).", for: clients)
            return
        }
        record(
            .warning,
            "The certificate of \(address.host) is good until \(end.day) only.",
            advice: "Renew it now; if something should have renewed it by itself, look why it did not.",
            for: clients
        )
    }

    /// A client does without those that it does not need; old ones stumble over one that has expired.
    private mutating func recordOthers(_ end: Date, of address: WebAddress, for clients: Set<ClientKind>) {
        guard end.timeIntervalSince(now) < Self.renewalMargin else { return }
        let consequence =
            end <= now
            ? "has expired on \(end.day). It was not needed here; some old clients refuse the whole."
            : "is good until \(end.day) only; clients that need it will refuse the whole then."
        record(
            .warning,
            "A certificate that \(address.host) sends with its own \(consequence)",
            advice: "Have in the file, behind the server's own, those alone that the authority hands out now.",
            for: clients
        )
    }
}
