// The preconditions that no specification has a name for: what they say is in their sentences, and a client that does not
// know them has the status to go by (RFC 4918 §16).

extension Precondition {
    /// `no-malware`: the octets of an attachment are not those of a file that a scanner has found to be infected.
    package static let noMalware = Precondition(XMLName(namespace: XMLNamespace.attache, local: "no-malware"))

    /// `scannable`: an attachment is not larger than what a scanner looks at, where nothing is stored unscanned.
    package static let scannable = Precondition(XMLName(namespace: XMLNamespace.attache, local: "scannable"))
}
