package import SQLDatabase

extension CalendarStore {
    /// The greatest size of all dead properties of one resource, in octets of XML and of names.
    package static let maximumPropertyBytes = 256 * 1024

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
    /// and the transaction is rolled back, none.
    ///
    /// - Throws: `CalendarStoreError.propertiesTooLarge`; `SQLError`, a foreign-key constraint when there is no such
    ///   resource.
    package func changeDeadProperties(
        _ changes: [DeadPropertyChange],
        of owner: PropertyOwner,
        in txn: any SQLTransaction
    ) throws {
        for change in changes {
            switch change {
            case .set(let property): try set(property, of: owner, in: txn)
            case .remove(let name): try remove(name, of: owner, in: txn)
            }
        }
        let size = try deadProperties(of: owner, in: txn).reduce(0) { $0 + $1.size }
        guard size <= Self.maximumPropertyBytes else {
            throw CalendarStoreError.propertiesTooLarge(size: size, limit: Self.maximumPropertyBytes)
        }
    }

    /// Gives one resource the dead properties of another of the same kind, which has none yet.
    ///
    /// RFC 4918 §9.8.2: "all dead properties on the source resource SHOULD be duplicated on the destination resource".
    func copyDeadProperties(from source: PropertyOwner, to copy: PropertyOwner, in txn: any SQLTransaction) throws {
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

    /// The octets that count towards the limit of a resource.
    fileprivate var size: Int { name.namespace.utf8.count + name.name.utf8.count + xml.utf8.count }
}
