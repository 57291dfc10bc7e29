import BlobModel

/// Rotation of the master key.
extension DomainKeyStore {
    /// Returns what is to be said of the keys.
    ///
    /// - Throws: ``BlobStoreError/file(_:)``.
    func status() throws(BlobStoreError) -> MasterKeyStatus {
        try MasterKeyStatus(of: directory, current: ring?.current.id)
    }

    /// Returns the domains whose key files a rotation must look at; empty when everything is under the current master key.
    func domainsToRotate() throws(BlobStoreError) -> [ContentID] {
        guard let ring, let mark = currentMark, mark.master != ring.current.id else { return [] }
        return try directory.domains()
    }

    /// Wraps the key of a domain under the current master key, durably, unless it is already.
    ///
    /// - Parameter domainKey: The SHA-256 of the domain's ID.
    /// - Returns: Whether the file was changed.
    /// - Throws: ``BlobStoreError/keys(_:_:)`` when the file cannot be used; it is left as it is.
    func rewrap(_ domainKey: ContentID) throws(BlobStoreError) -> Bool {
        guard let ring else { return false }
        return try changing(domainKey) { (_) throws(BlobStoreError) in
            guard let file = try directory.file(of: domainKey), let master = file.masterKey,
                master != ring.current.id
            else { return false }
            guard let key = try unwrap(file, ring) else { return false }
            let binding = binding(of: domainKey)
            try directory.write(DomainKeyFile(wrapping: key, for: binding, under: ring.current, since: file.since))
            return true
        }
    }

    /// Names the current master key in the mark, durably: from then on the former key is not needed any more.
    ///
    /// The caller has wrapped every domain's key.
    func finishRotation() throws(BlobStoreError) {
        guard let ring else { return }
        // Every wrapped key must be durable before the mark says that the former master key is not needed.
        try directory.synchronise()
        try naming(ring.current.id)
    }
}
