import CalendarStore

/// Why an app password cannot be made or removed.
enum AppPasswordError: Error, Hashable {
    /// The user has as many as one may have.
    case tooMany(UserID, limit: Int)
    /// The user has none with that label.
    case notFound(UserID, label: String)
}

extension AppPasswordError: CustomStringConvertible {
    /// The reason as a sentence, with what to do.
    var description: String {
        switch self {
        case .tooMany(let user, let limit):
            "\(user) has \(limit) app passwords already; remove one that is not used any more."
        case .notFound(let user, let label):
            "\(user) has no app password \"\(label)\"; \"attache user app-password list \(user)\" shows those that there are."
        }
    }
}
