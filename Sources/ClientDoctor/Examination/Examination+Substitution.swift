import NIOHTTP1

// Fetching a file from the attachment server (RFC 8607 §6.1).

extension Examination {
    /// Returns where a client that substitutes fetches a file; nil where the property says what is no server.
    func substitute(for file: FoundFile, in home: FoundHome) -> WebAddress? {
        switch home.server {
        case .absent: file.address
        case .home: home.address.at(file.address.target)
        case .other(let server): server.at(file.address.target)
        case .malformed: nil
        }
    }

    /// Has a client that substitutes fetch a file.
    ///
    /// - Throws: ``DeadEnd``.
    mutating func examineSubstitution(
        of file: FoundFile,
        by substitute: WebAddress?,
        in home: FoundHome
    ) async throws(DeadEnd) {
        step = .substitution
        guard let substitute else {
            try fail(
                "managed-attachments-server-URL is \(home.server.writtenText), and has to be a scheme and a host.",
                advice: "Set attachments.server-url to such a URL, or to same-host.",
                for: [.substituting]
            )
        }
        guard substitute != file.address else {
            record(.note, "The service names no other server for files: clients go by ATTACH.")
            return
        }
        try await fetch(file, from: substitute)
    }

    private mutating func fetch(_ file: FoundFile, from substitute: WebAddress) async throws(DeadEnd) {
        let clients: Set<ClientKind> = [.substituting]
        try await examineOrigin(of: substitute, for: clients)
        step = .substitution
        let call = DoctorCall(.GET, substitute)
        let stranger = try await answer(to: call.anonymous.headOnly, for: clients)
        if stranger.status == 200 || stranger.isRedirect {
            record(
                .failure,
                "Whoever knows the path of the file gets it from \(substitute.origin) without a password.",
                for: clients
            )
        }
        guard client.gate.refusal(of: substitute) == nil else {
            try fail(
                "managed-attachments-server-URL leads out of https to \(substitute.origin), where no password is safe.",
                advice: Self.insecureAdvice,
                for: clients
            )
        }
        let answer = try await answer(to: call.headOnly, for: clients)
        guard answer.status == 200 || answer.isRedirect else {
            try fail(
                "\(substitute.origin), which managed-attachments-server-URL names, answers GET of the file with "
                    + "\(answer.summary).",
                advice: Self.substitutionAdvice(for: answer, at: substitute),
                for: clients
            )
        }
        record(
            .ok,
            "The file comes from \(substitute.origin), which managed-attachments-server-URL names.",
            for: clients
        )
    }

    private static func substitutionAdvice(for answer: DoctorAnswer, at server: WebAddress) -> String? {
        guard answer.status == 403, !server.isSecure else { return advice(for: answer) }
        return insecureAdvice
    }

    private static let insecureAdvice =
        "A node takes passwords over TLS only: give it a certificate (public.tls.certificate-file), or set "
        + "blob.credentials to behind-tls-proxy where it can only be reached through a proxy that ends TLS; and set "
        + "attachments.server-url to its https URL."
}

extension AttachmentServer {
    /// The text of a property that says what is no server.
    fileprivate var writtenText: String {
        if case .malformed(let text) = self { text } else { "empty" }
    }
}
