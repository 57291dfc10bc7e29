package import SQLDatabase

extension CalendarStore {
    /// Returns the dead properties of a resource in the order of their names; none when there is no such resource.
    ///
    /// - Throws: `SQLError`.
    package func deadProperties(of owner: PropertyOwner, in txn: any SQLTransaction) throws -> [DeadProperty] {
        try txn.query(
            """
            SELECT namespace, name, xml FROM \(owner.kind.table)
            WHERE \(owner.kind.column) = ? ORDER BY namespace, name
            """,
            [.text(owner.key)]
        ).map(DeadProperty.init)
    }

    /// Returns the dead properties of several objects; an object without any is left out.
    ///
    /// - Throws: `SQLError`.
    package func deadProperties(
        ofObjects objects: [ObjectID],
        in txn: any SQLTransaction
    ) throws -> [ObjectID: [DeadProperty]] {
        var found: [ObjectID: [DeadProperty]] = [:]
        for batch in KeyBatches(objects.map { .text($0.text) }) {
            let rows = try txn.query(
                """
                SELECT object, namespace, name, xml FROM object_property
                WHERE object IN \(batch.placeholders) ORDER BY object, namespace, name
                """,
                batch.arguments
            )
            for row in rows {
                found[try row.parsed("object", ObjectID.init(parsing:)), default: []].append(try DeadProperty(row))
            }
        }
        return found
    }

    /// Changes the dead properties of a resource, in the order of the changes.
    ///
    /// RFC 4918 §9.2: "Servers MUST process PROPPATCH instructions in document order"; all of them or, when it throws
    /// and the transaction is rolled back, none. What they take counts in their calendar's ``CalendarCollection/propertyBytes``.
    /// A resource that has more than it may, since an earlier version allowed it, keeps that and gets no more.
    ///
    /// - Throws: `CalendarStoreError.propertiesTooLarge`; `SQLError`, a foreign-key constraint when there is no such
    ///   resource.
    package func changeDeadProperties(
        _ changes: [DeadPropertyChange],
        of owner: PropertyOwner,
        in txn: any SQLTransaction
    ) throws {
        guard !changes.isEmpty else { return }
        let before = try propertyBytes(of: owner, in: txn)
        // Before anything is written: what is rolled back takes its room in the log of the database all the same.
        let added = octets(setBy: changes)
        guard added <= max(before, owner.maximumBytes) else {
            throw CalendarStoreError.propertiesTooLarge(size: added, limit: owner.maximumBytes)
        }
        for change in changes {
            switch change {
            case .set(let property): try set(property, of: owner, in: txn)
            case .remove(let name): try remove(name, of: owner, in: txn)
            }
        }
        let after = try propertyBytes(of: owner, in: txn)
        guard after <= max(before, owner.maximumBytes) else {
            throw CalendarStoreError.propertiesTooLarge(size: after, limit: owner.maximumBytes)
        }
        try count(after - before, for: owner, in: txn)
        if case .object(let object) = owner { try renewUnfinishedCopies(of: object, in: txn) }
    }

    /// Gives an object the dead properties of another one, and takes away those that it had.
    ///
    /// RFC 4918 §9.8.2: "all dead properties on the source resource SHOULD be duplicated on the destination resource".
    ///
    /// - Throws: `SQLError`.
    package func replaceDeadProperties(
        of copy: ObjectID,
        byThoseOf source: ObjectID,
        in txn: any SQLTransaction
    ) throws {
        let owner = PropertyOwner.object(copy)
        let before = try propertyBytes(of: owner, in: txn)
        try txn.execute("DELETE FROM object_property WHERE object = ?", [.text(copy.text)])
        try insertCopies(of: .object(source), for: owner, in: txn)
        try count(try propertyBytes(of: owner, in: txn) - before, for: owner, in: txn)
    }

    /// Gives one resource the dead properties of another of the same kind, which has none yet.
    ///
    /// RFC 4918 §9.8.2: "all dead properties on the source resource SHOULD be duplicated on the destination resource".
    func copyDeadProperties(from source: PropertyOwner, to copy: PropertyOwner, in txn: any SQLTransaction) throws {
        try insertCopies(of: source, for: copy, in: txn)
        try count(try propertyBytes(of: copy, in: txn), for: copy, in: txn)
    }

    /// Inserts copies of the dead properties of a resource, without counting what they take.
    func insertCopies(of source: PropertyOwner, for copy: PropertyOwner, in txn: any SQLTransaction) throws {
        precondition(source.kind == copy.kind, "Resources of two kinds have their properties in two tables.")
        let (table, column) = (source.kind.table, source.kind.column)
        try txn.execute(
            """
            INSERT INTO \(table) (\(column), namespace, name, xml)
            SELECT ?, namespace, name, xml FROM \(table) WHERE \(column) = ?
            """,
            [.text(copy.key), .text(source.key)]
        )
    }

    /// Returns the octets of the properties that some changes leave behind, each as it is set last.
    private func octets(setBy changes: [DeadPropertyChange]) -> Int {
        var sizes: [DeadPropertyName: Int] = [:]
        for change in changes {
            switch change {
            case .set(let property): sizes[property.name] = property.size
            case .remove(let name): sizes[name] = nil
            }
        }
        return sizes.values.reduce(0, +)
    }

    private func set(_ property: DeadProperty, of owner: PropertyOwner, in txn: any SQLTransaction) throws {
        let column = owner.kind.column
        try txn.execute(
            """
            INSERT INTO \(owner.kind.table) (\(column), namespace, name, xml) VALUES (?, ?, ?, ?)
            ON CONFLICT (\(column), namespace, name) DO UPDATE SET xml = excluded.xml
            """,
            [.text(owner.key), .text(property.name.namespace), .text(property.name.name), .text(property.xml)]
        )
    }

    private func remove(_ name: DeadPropertyName, of owner: PropertyOwner, in txn: any SQLTransaction) throws {
        try txn.execute(
            "DELETE FROM \(owner.kind.table) WHERE \(owner.kind.column) = ? AND namespace = ? AND name = ?",
            [.text(owner.key), .text(name.namespace), .text(name.name)]
        )
    }
}

extension DeadProperty {
    /// Creates a property from a row with its name and its XML.
    fileprivate init(_ row: SQLRow) throws(SQLError) {
        name = DeadPropertyName(namespace: try row.text("namespace"), name: try row.text("name"))
        xml = try row.text("xml")
    }
}
