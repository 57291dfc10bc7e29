package import HTTPSemantics
import HTTPTypes

/// The If field (RFC 4918 §10.4): lists of conditions, of which one must hold as a whole.
package struct IfHeader: Hashable, Sendable {
    /// A condition on one resource.
    package struct Condition: Hashable, Sendable {
        /// What a resource is compared with.
        package enum Subject: Hashable, Sendable {
            /// A state token, such as a lock token, as an absolute URI.
            case stateToken(String)

            /// An entity tag, compared strongly.
            case entityTag(EntityTag)
        }

        /// Whether the condition holds where the resource does not match.
        package let isNegated: Bool

        /// What the resource is compared with.
        package let subject: Subject
    }

    /// Conditions of which each must hold.
    package struct List: Hashable, Sendable {
        /// The resource that a tag names; nil for the request URI.
        package let resource: Href?

        /// The conditions, never empty.
        package let conditions: [Condition]
    }

    /// The state of a resource, as far as conditions ask for it.
    package struct ResourceState: Hashable, Sendable {
        /// The current entity tag; nil where there is none or no resource.
        package let entityTag: EntityTag?

        /// The tokens of the locks and other states that the resource has.
        package let stateTokens: Set<String>

        /// Makes a state.
        package init(entityTag: EntityTag?, stateTokens: Set<String> = []) {
            self.entityTag = entityTag
            self.stateTokens = stateTokens
        }
    }

    /// The lists in their order, never empty.
    package let lists: [List]

    /// Parses a field value.
    ///
    /// - Throws: `WebDAVError` 400 where it is malformed.
    package init(parsing fieldValue: String) throws(WebDAVError) {
        var scanner = FieldScanner(fieldValue)
        guard let lists = IfHeaderParser.lists(&scanner) else {
            throw WebDAVError(.badRequest, "The If field is malformed.")
        }
        self.lists = lists
    }

    /// Every state token of the field, negated or not.
    ///
    /// RFC 4918 §10.4.1: naming a lock token in the field also submits it.
    package var submittedTokens: Set<String> {
        Set(
            lists.flatMap(\.conditions).compactMap { condition in
                if case .stateToken(let token) = condition.subject { token } else { nil }
            }
        )
    }

    /// Returns whether at least one list holds; otherwise the response is 412 (RFC 4918 §10.4.3).
    ///
    /// - Parameter state: Tells the state of a tagged resource, or of the request URI for nil.
    /// - Returns: Whether the request may be performed.
    package func isSatisfied(by state: (Href?) -> ResourceState) -> Bool {
        lists.contains { list in
            let state = state(list.resource)
            return list.conditions.allSatisfy { $0.holds(for: state) }
        }
    }
}

extension IfHeader.Condition {
    /// Returns whether the condition holds for a resource in a state.
    fileprivate func holds(for state: IfHeader.ResourceState) -> Bool {
        let matches =
            switch subject {
            case .stateToken(let token): state.stateTokens.contains(token)
            case .entityTag(let tag): state.entityTag.map(tag.strongMatches) ?? false
            }
        return matches != isNegated
    }
}
