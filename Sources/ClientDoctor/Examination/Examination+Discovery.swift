import NIOHTTP1
import WebDAV

// From the name of the host to the principal.

extension Examination {
    private static let wellKnown = "/.well-known/caldav"

    /// How often the well-known URI may lead to itself: once where plain http leads to https.
    private static let maximumRedirects = 5

    /// Goes where `/.well-known/caldav` leads.
    ///
    /// RFC 6764 §5: "The server MUST redirect HTTP requests for that resource to the actual 'context path'"; "Clients
    /// MUST handle HTTP redirects on the '.well-known' URI".
    ///
    /// - Returns: The context path; the root where the well-known URI leads nowhere.
    /// - Throws: ``DeadEnd`` where it leads out of TLS, to another server, or in a circle.
    mutating func findContext() async throws(DeadEnd) -> WebAddress {
        step = .wellKnown
        var place = visit.base.at(Self.wellKnown)
        for _ in 0..<Self.maximumRedirects {
            let answer = try await answer(to: propfind(place, [DAVProperty.currentUserPrincipal]))
            guard answer.isRedirect, let location = answer.field("Location") else {
                return context(at: place, answer)
            }
            place = try await follow(location, from: place)
            guard place.target == Self.wellKnown else {
                let isSame = place.origin == visit.base.origin
                record(.ok, "/.well-known/caldav leads to \(isSame ? place.target : place.text).")
                return place
            }
        }
        try fail(
            "/.well-known/caldav leads in a circle, to \(place.text): clients give up.",
            advice: "Let the proxy pass /.well-known/caldav to attache-front, and not redirect it to itself."
        )
    }

    /// Where the service is when the well-known URI leads nowhere.
    private mutating func context(at place: WebAddress, _ answer: DoctorAnswer) -> WebAddress {
        guard ![207, 401].contains(answer.status) else {
            record(.note, "/.well-known/caldav is the service itself, and leads nowhere else.")
            return place
        }
        record(
            answer.status >= 500 ? .failure : .warning,
            "/.well-known/caldav is answered with \(answer.summary), and leads nowhere: "
                + "people have to type the whole address of their calendars.",
            advice: "Let the proxy pass /.well-known/caldav to attache-front as it passes everything else."
        )
        return place.at("/")
    }

    private mutating func follow(_ location: String, from place: WebAddress) async throws(DeadEnd) -> WebAddress {
        let advice = "public-url has to be the URL at which clients reach the service, here \(visit.base.origin)."
        guard let context = place.resolving(location) else {
            try fail("/.well-known/caldav leads to \(location), which is no web address.", advice: advice)
        }
        if place.isSecure, !context.isSecure {
            try fail("/.well-known/caldav leads from https to \(context.origin): clients refuse.", advice: advice)
        }
        guard client.gate.refusal(of: context) == nil else {
            record(
                .warning,
                "/.well-known/caldav leads to another server, \(context.origin). Some clients go there with the "
                    + "password, others stop; this tool sends it to \(visit.base.origin) alone, and ends here.",
                advice: "If that server is the right one, examine it: name it with --base. If it is not: " + advice
            )
            throw DeadEnd()
        }
        try await examineOrigin(of: context, for: .all)
        step = .wellKnown
        // Where plain http has led to https, the walk stays there.
        client.gate = CredentialsGate(base: context)
        return context
    }

    /// Logs in, first as clients do without being asked, and finds the principal.
    ///
    /// - Throws: ``DeadEnd`` where nobody is let in.
    mutating func logIn(at context: WebAddress) async throws(DeadEnd) -> WebAddress {
        step = .login
        let call = propfind(context, [DAVProperty.currentUserPrincipal])
        try await examineChallenge(call.anonymous)
        let answer = try await answer(to: call)
        guard answer.status == 207 else { throw refusal(answer, at: context) }
        guard let reading = PropertyReading.list(answer)?.first else {
            try fail("\(context.text) answers what is no multistatus.", advice: Self.proxyAdvice)
        }
        record(.ok, "\(visit.user) is let in.")
        step = .principal
        guard let href = reading.href(in: DAVProperty.currentUserPrincipal), let place = context.resolving(href) else {
            try fail("The service does not say who \(visit.user) is: current-user-principal is absent.")
        }
        record(.ok, "\(visit.user) is the principal \(href).")
        return place
    }

    private mutating func examineChallenge(_ call: DoctorCall) async throws(DeadEnd) {
        let answer = try await answer(to: call)
        let schemes = answer.fields["WWW-Authenticate"].map { $0.prefix { $0 != " " }.lowercased() }
        if answer.status == 401, !schemes.contains(client.scheme) {
            record(
                .warning,
                "Who comes without proof is not asked for \(client.scheme == "basic" ? "a password" : "a token").",
                advice:
                    "Clients ask people only for what WWW-Authenticate names: look at access.passwords and tokens.*, "
                    + "and whether a proxy takes the field away."
            )
        } else if answer.status == 207 {
            record(.note, "Who comes without proof is answered, and not asked for a password.")
        }
    }

    private mutating func refusal(_ answer: DoctorAnswer, at context: WebAddress) -> DeadEnd {
        let (sentence, advice) =
            switch answer.status {
            case 401:
                (
                    "\(visit.user) is not let in: \(answer.summary).",
                    "Look at the name and the password. Where access.passwords is app, an app password is needed "
                        + "(attache user app-password add)."
                )
            case 429: ("\(visit.user) has to wait: \(answer.summary).", "Too many attempts have failed; try it later.")
            case 500...: ("The service fails: \(answer.summary).", "Look at the log of attache-front.")
            default: ("\(context.text) answers PROPFIND with \(answer.summary).", Self.proxyAdvice)
            }
        record(.failure, sentence, advice: advice)
        return DeadEnd()
    }

    /// What to do where WebDAV's methods do not come through.
    static let proxyAdvice =
        "Look whether the address is that of attache-front, and whether a proxy lets PROPFIND, REPORT and OPTIONS pass."

    /// Returns a PROPFIND of one resource.
    func propfind(_ address: WebAddress, _ names: [XMLName], depth: String = "0") -> DoctorCall {
        DoctorCall(.PROPFIND, address).with("Depth", depth)
            .sending(RequestBody.propfind(names), as: RequestBody.mediaType)
    }
}
