package import BlobModel
package import CalendarStore

extension DedupDomain {
    /// Makes the domain of a calendar home, which pays for the bytes of its attachments.
    package init(_ home: HomeID) {
        do {
            try self.init(validating: home.text)
        } catch {
            preconditionFailure("The 26 characters of a home's ID are a domain's ID.")
        }
    }
}
