import AttachmentStore
import BlobModel
import CalendarStore
import Cryptography
import FoundationEssentials

extension UploadGrant {
    /// Makes the row of a grant.
    ///
    /// - Parameters:
    ///   - terms: All that it is bound to.
    ///   - octets: The same as octets.
    ///   - url: The URL that the client gets.
    ///   - now: The instant at which it is given.
    init(_ terms: GrantTerms, _ octets: [UInt8], _ url: SignedUpload, now: Date) {
        self.init(
            terms.reference,
            in: terms.domain,
            for: terms.principal.text,
            binding: Binding(size: terms.size, octets: octets, digest: url.permit.grant.hexadecimal),
            term: Term(created: now, expires: Date(timeIntervalSince1970: Double(url.expires)))
        )
    }

    /// What the grant is bound to; nil for one that has ended without an attachment.
    var terms: GrantTerms? { GrantTerms(octets: octets) }
}
