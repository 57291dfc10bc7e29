import HTTPSemantics
import NIOHTTP1

// Fetching a file by its ATTACH.

extension Examination {
    /// Has every kind of client fetch a file.
    ///
    /// - Throws: ``DeadEnd`` where a client that substitutes does not get it; the others may.
    mutating func fetch(_ file: FoundFile, in home: FoundHome) async throws(DeadEnd) {
        let substitute = substitute(for: file, in: home)
        let clients: Set<ClientKind> = substitute == file.address ? .all : .goingByAttach
        do throws(DeadEnd) {
            try await download(file, for: clients)
        } catch {
            // The other clients may still get the file.
        }
        try await examineSubstitution(of: file, by: substitute, in: home)
    }

    private mutating func download(
        _ file: FoundFile,
        for clients: Set<ClientKind>
    ) async throws(DeadEnd) {
        guard client.gate.refusal(of: file.address) == nil else {
            step = .download
            try fail(
                "The file was not fetched: this tool sends no password to \(file.address.origin).",
                advice: "If this is the address that clients know, name it with --base.",
                for: clients
            )
        }
        try await examineOrigin(of: file.address, for: clients)
        step = .download
        let call = DoctorCall(.GET, file.address)
        try await examineSecrecy(of: call.anonymous.headOnly, for: clients)
        let answer = try await answer(to: call.headOnly, for: clients)
        if answer.isRedirect, let location = answer.field("Location") {
            try await follow(location, to: file, for: clients)
        } else if answer.status == 200 {
            examinePresentation(answer, of: file, for: clients)
            record(.ok, "The file comes from the service itself, without a redirect.", for: clients)
            try await examineRange(of: call, for: clients)
        } else {
            try fail(
                "GET of the file answers \(answer.summary).",
                advice: Self.advice(for: answer),
                for: clients
            )
        }
    }

    /// RFC 8607 §3.11.3: access "SHOULD be restricted to only those calendar users who have access to that calendar
    /// object".
    private mutating func examineSecrecy(of call: DoctorCall, for clients: Set<ClientKind>) async throws(DeadEnd) {
        let answer = try await answer(to: call, for: clients)
        guard answer.status == 200 || answer.isRedirect else { return }
        record(
            .failure,
            "Whoever knows the URL of the file gets it without a password (\(answer.status)).",
            advice: "Look whether a proxy adds credentials, or answers from a cache.",
            for: clients
        )
    }

    // MARK: Redirects

    private mutating func follow(
        _ location: String,
        to file: FoundFile,
        for clients: Set<ClientKind>
    ) async throws(DeadEnd) {
        let followers = clients.subtracting([.plain])
        guard let address = WebAddress(location) else {
            try fail("GET of the file leads to \(location), which is no absolute URL.", for: clients)
        }
        examineRedirect(from: file.address, to: address, followers)
        try await examineOrigin(of: address, for: followers)
        step = .download
        let call = DoctorCall(.GET, address).anonymous
        let answer = try await answer(to: call.headOnly, for: followers)
        guard answer.status == 200 else {
            try fail(
                "GET of the file answers \(answer.summary).",
                advice: Self.advice(for: answer),
                for: followers
            )
        }
        examinePresentation(answer, of: file, for: followers)
        record(.ok, "The file comes by a redirect to \(address.origin).", for: followers)
        try await examineRange(of: call, for: followers)
    }

    private mutating func examineRedirect(from first: WebAddress, to second: WebAddress, _ followers: Set<ClientKind>) {
        step = .download
        if first.isSecure, !second.isSecure {
            record(
                .failure,
                "The file is to be fetched from \(second.origin), out of https, which many clients refuse.",
                advice: "Give the node an https URL: blob.public-url, and attache node add --public-url.",
                for: followers
            )
        }
        record(
            .note,
            "A client that follows no redirect gets no file: files come by a redirect to \(second.origin).",
            advice: "If such clients matter, set attachments.download to stream.",
            for: [.plain]
        )
    }

    // MARK: The answer

    private mutating func examinePresentation(
        _ answer: DoctorAnswer,
        of file: FoundFile,
        for clients: Set<ClientKind>
    ) {
        let disposition = answer.field("Content-Disposition").flatMap { ContentDisposition(parsing: $0) }
        if disposition?.type != "attachment" || answer.field("X-Content-Type-Options")?.lowercased() != "nosniff" {
            record(
                .warning,
                "The file comes without Content-Disposition: attachment or X-Content-Type-Options: nosniff, so that a "
                    + "browser may run what is in it.",
                advice: "Look whether a proxy takes these fields away.",
                for: clients
            )
        }
        let length = answer.field("Content-Length").flatMap { Int($0) }
        if let length, let size = file.listed.size, length != size {
            record(.failure, "ATTACH promises \(size) octets, and \(length) come.", for: clients)
        }
    }

    /// RFC 9110 §14.2: a server "MAY ignore the Range header field"; whoever resumes a download begins anew then.
    private mutating func examineRange(of call: DoctorCall, for clients: Set<ClientKind>) async throws(DeadEnd) {
        step = .range
        let answer = try await answer(to: call.with("Range", "bytes=0-0").headOnly, for: clients)
        if answer.status == 206, answer.field("Content-Range")?.hasPrefix("bytes 0-0/") == true {
            record(.ok, "A part of the file can be fetched.", for: clients)
        } else {
            record(
                .warning,
                "A part of the file cannot be fetched (\(answer.status)): a download that breaks off begins anew.",
                advice: "Look whether a proxy takes the Range field away.",
                for: clients
            )
        }
    }
}
