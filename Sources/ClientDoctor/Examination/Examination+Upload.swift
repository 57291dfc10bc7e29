import NIOHTTP1

// Sending a file where a redirect leads (RFC 8607 §3.11.4).

extension Examination {
    /// The announced size: from here on `attachments.redirect-from` redirects by default.
    private static let announcedSize = 8 << 20

    /// Announces a large file, and sends it where a redirect leads; nothing is sent without one.
    ///
    /// - Throws: ``DeadEnd``.
    mutating func examineUpload(to event: WebAddress) async throws(DeadEnd) {
        step = .upload
        var call = DoctorCall(.POST, event.at(event.target + "?action=attachment-add")).with("Expect", "100-continue")
            .with("Content-Type", "application/octet-stream")
            .with("Content-Disposition", "attachment; filename=\"doctor.bin\"")
        call.body = .patient(count: Self.announcedSize)
        let answer: DoctorAnswer
        do throws(ConnectionFailure) {
            answer = try await client.send(call)
        } catch {
            guard error != .notRedirected else {
                record(.note, "The service takes uploads itself; it redirects none of 8 MiB.")
                return
            }
            try fail(error.sentence(about: event), advice: error.advice)
        }
        guard answer.isRedirect, let location = answer.field("Location") else {
            record(.warning, "A file of 8 MiB was refused: \(answer.summary).", advice: Self.advice(for: answer))
            return
        }
        try await send(call, to: location, from: event)
    }

    private mutating func send(
        _ call: DoctorCall,
        to location: String,
        from event: WebAddress
    ) async throws(DeadEnd) {
        let followers = Set.all.subtracting([.plain])
        record(
            .note,
            "A client that follows no redirect adds no file of 8 MiB: they are to be sent where a redirect leads.",
            advice: "If such clients matter, set attachments.upload to stream.",
            for: [.plain]
        )
        guard let address = WebAddress(location) else {
            try fail("A file of 8 MiB is to be sent to \(location), which is no absolute URL.", for: followers)
        }
        if event.isSecure, !address.isSecure {
            try fail("A file of 8 MiB is to be sent to \(address.origin), out of https.", for: followers)
        }
        try await examineOrigin(of: address, for: followers)
        step = .upload
        let answer = try await answer(to: call.redirected(to: address, count: Self.announcedSize), for: followers)
        guard answer.status == 201 else {
            try fail(
                "A file of 8 MiB was sent to \(address.origin), which answered \(answer.summary).",
                advice: Self.advice(for: answer),
                for: followers
            )
        }
        record(.ok, "A file of 8 MiB was taken by \(address.origin), to which the service redirects.", for: followers)
    }
}

extension DoctorCall {
    /// Returns the request as it is sent again where a redirect leads: the octets are sent, and no credentials.
    fileprivate func redirected(to address: WebAddress, count: Int) -> DoctorCall {
        var call = DoctorCall(method, address)
        call.fields = fields
        call.fields.remove(name: "Expect")
        call.body = .octets([UInt8](repeating: 0, count: count))
        return call.anonymous
    }
}
