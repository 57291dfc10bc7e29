/// Whether the content of a domain is encrypted.
enum DomainStanding: Sendable {
    /// The domain has no key: everything of it was stored as it came.
    case plain
    /// The domain has a key: what is written is encrypted, and what was written before it had one is plain.
    case encrypted(DomainCipher)
    /// The domain's key was erased: nothing of it can be read any more, and nothing is written.
    case erased

    /// Tells whether the domain has no key.
    var isPlain: Bool {
        guard case .plain = self else { return false }
        return true
    }
}
