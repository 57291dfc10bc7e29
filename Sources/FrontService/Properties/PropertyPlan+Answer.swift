import HTTPTypes
import WebDAV

extension PropertyPlan {
    /// The outcomes of all instructions, as an answer says them.
    ///
    /// RFC 4918 §9.2: "Instructions MUST either all be executed or none executed"; §9.2.1: what could have been done if
    /// another instruction had not failed has the status 424.
    var groups: [PropStat] {
        guard hasFailed else { return [PropStat(.ok, elements { $0.error == nil })] }
        let errors = outcomes.compactMap(\.error).reduce(into: [WebDAVError]()) { distinct, error in
            if !distinct.contains(where: { $0.isSame(as: error) }) { distinct.append(error) }
        }
        let failures = errors.map { error in
            PropStat(
                error.status,
                elements { $0.error?.isSame(as: error) ?? false },
                error: error.precondition
            )
        }
        return failures + dependents(besides: Set(outcomes.filter { $0.error != nil }.map(\.name)))
    }

    /// The outcomes where properties take more space than there is: those that clients keep more than their resource may
    /// have, or, where a precondition is named, all that are set more than the home may have.
    ///
    /// RFC 4918 §9.2.1: "507 (Insufficient Storage) - The server did not have sufficient space to record the property."
    ///
    /// - Parameter error: The precondition that failed, where it has a name.
    /// - Returns: The groups.
    func groupsWithoutSpace(because error: Precondition? = nil) -> [PropStat] {
        let failed = error == nil ? Set(dead.compactMap(\.setName)) : setNames
        return [PropStat(.insufficientStorage, elements { failed.contains($0.name) }, error: error)]
            + dependents(besides: failed)
    }

    private func dependents(besides failed: Set<XMLName>) -> [PropStat] {
        let elements = elements { !failed.contains($0.name) }
        return elements.isEmpty ? [] : [PropStat(.failedDependency, elements)]
    }

    /// The properties of some outcomes, each once, without values.
    private func elements(where isIncluded: (Outcome) -> Bool) -> [XMLElement] {
        var seen: Set<XMLName> = []
        return outcomes.filter { isIncluded($0) && seen.insert($0.name).inserted }.map { XMLElement($0.name) }
    }
}

extension WebDAVError {
    /// Whether two errors are told by one group of properties.
    fileprivate func isSame(as other: WebDAVError) -> Bool {
        status == other.status && precondition == other.precondition
    }
}
