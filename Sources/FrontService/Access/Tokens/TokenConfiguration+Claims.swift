import CalendarStore
import FoundationEssentials

extension TokenConfiguration {
    /// Checks the claims of a token, and returns the user whom it is about.
    ///
    /// - Throws: ``TokenRefusal``.
    func user(by claims: TokenClaims, now: Date) throws(TokenRefusal) -> UserID {
        // RFC 7519 §4.1.1 and RFC 8725 §3.8: the issuer has to be the one to whom the keys belong.
        guard claims.texts["iss"] == issuer else { throw .issuer }
        // RFC 7519 §4.1.3: "If the principal processing the claim does not identify itself with a value in the "aud" claim when
        // this claim is present, then the JWT MUST be rejected."
        guard claims.audiences.contains(audience) else { throw .audience }
        try checkTime(claims, now: now)
        // RFC 9449 §7.2 and RFC 8705 §3: a token that is bound to a key is no bearer token.
        guard !claims.isBound else { throw .kind }
        guard claims.texts["sub"]?.isEmpty == false else { throw .claimMissing("sub") }
        return try user(named: claims)
    }

    private func checkTime(_ claims: TokenClaims, now: Date) throws(TokenRefusal) {
        let (seconds, leeway) = (now.timeIntervalSince1970, leeway / .seconds(1))
        // RFC 7519 §4.1.4: "the current date/time MUST be before the expiration date/time listed in the "exp" claim"; one that
        // never expires could not be taken back.
        guard let expiry = claims.expiry else { throw .claimMissing("exp") }
        guard seconds < expiry + leeway else { throw .expired }
        // RFC 7519 §4.1.5: "the current date/time MUST be after or equal to the not-before date/time".
        guard !claims.isBeginningMalformed else { throw .claimMissing("nbf") }
        guard seconds + leeway >= claims.beginning ?? 0 else { throw .early }
    }

    private func user(named claims: TokenClaims) throws(TokenRefusal) -> UserID {
        guard let text = claims.texts[userClaim] else { throw .claimMissing(userClaim) }
        // Many issuers let a user write any address into his profile.
        guard userClaim != "email" || claims.isAddressVerified else { throw .addressUnverified }
        guard let name = name(in: text), let user = UserID(parsing: name) else { throw .userUnknown }
        return user
    }

    /// Returns the name that a claim stands for; nil for a claim of another domain.
    private func name(in claim: String) -> String? {
        guard let userDomain else { return claim }
        let suffix = "@" + userDomain
        return claim.hasSuffix(suffix) ? String(claim.dropLast(suffix.count)) : nil
    }
}
