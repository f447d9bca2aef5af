using DsMip.Configuration;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;

namespace DsMip.HomeAgent.Directory;

/// <summary>
/// Creates, changes and removes single mobile nodes of the store, with the checks of an import. All nodes serve what it made of them a second or two
/// later.
/// </summary>
/// <exception cref="ProvisioningException">From every change: nothing has changed.</exception>
/// <exception cref="System.Data.Common.DbException">From every member: the store does not answer.</exception>
internal sealed class MobileNodeProvisioning(HomeAgentOptions options, IMobileNodeStore store, SealingKeyFile keyFile)
{
    public Task<ProvisionedMobileNode> CreateAsync(MobileNodeDraft draft, CancellationToken cancellation)
    {
        var node = draft.Complete(options);
        return WriteAsync(draft, node, null, before => before is null ? node : throw Conflict($"{node.HomeAddress} is there already", "HomeAddress"), cancellation);
    }

    /// <summary>Everything but its SAs, which it keeps.</summary>
    /// <param name="revision">That the change is meant for; null: any.</param>
    public Task<ProvisionedMobileNode> ChangeAsync(MobileNodeDraft draft, long? revision, CancellationToken cancellation)
    {
        var node = draft.Complete(options);
        return WriteAsync(draft, node, revision, before => before is null ? throw NotFound(node.HomeAddress) : node.WithKeysOf(before), cancellation);
    }

    /// <summary>Its SAs and nothing else.</summary>
    /// <inheritdoc cref="ChangeAsync" path="/param[@name='revision']"/>
    public Task<ProvisionedMobileNode> RotateAsync(MobileNodeDraft draft, long? revision, CancellationToken cancellation)
    {
        var node = draft.Complete(options);
        return WriteAsync(draft, node, revision, before => before is null ? throw NotFound(node.HomeAddress) : before.WithKeysOf(node), cancellation);
    }

    /// <inheritdoc cref="ChangeAsync" path="/param[@name='revision']"/>
    public async Task RemoveAsync(Ipv6Address home, long? revision, CancellationToken cancellation)
    {
        CheckMayChange(home);
        var key = await KeyAsync(cancellation).ConfigureAwait(false);
        await store.ChangeAsync(key.Witness(), Remove, cancellation, new MobileNodeClaim(home)).ConfigureAwait(false);

        IReadOnlyList<StoredMobileNode> Remove(IReadOnlyList<StoredMobileNode> rows)
        {
            CheckRevision(Row(rows, home) ?? throw NotFound(home), revision);
            return [new StoredMobileNode(home, null, 0, null, 0)];
        }
    }

    /// <summary>As it is stored now.</summary>
    /// <returns>Null: it is not in the store.</returns>
    public async Task<ProvisionedMobileNode?> FindAsync(Ipv6Address home, CancellationToken cancellation)
    {
        if (await store.FindAsync(home, cancellation).ConfigureAwait(false) is not { } row) return null;
        var key = await KeyAsync(cancellation).ConfigureAwait(false);
        return new ProvisionedMobileNode(home, Open(row, key), row.Revision);
    }

    /// <inheritdoc cref="IMobileNodeStore.PageAsync"/>
    public async Task<IReadOnlyList<ProvisionedMobileNode>> PageAsync(string after, int limit, CancellationToken cancellation)
    {
        var rows = await store.PageAsync(after, limit, cancellation).ConfigureAwait(false);
        if (rows.Count == 0) return [];
        var key = await KeyAsync(cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => new ProvisionedMobileNode(row.HomeAddress, Open(row, key), row.Revision))];
    }

    private async Task<ProvisionedMobileNode> WriteAsync(
        MobileNodeDraft draft, SealedMobileNode drafted, long? revision, Func<SealedMobileNode?, SealedMobileNode> become, CancellationToken cancellation)
    {
        CheckMayChange(drafted.HomeAddress);
        var key = await KeyAsync(cancellation).ConfigureAwait(false);
        var node = drafted;
        var only = draft.ConcernsAll ? null : new MobileNodeClaim(drafted.HomeAddress, drafted.Ipv4HomeAddress, drafted.Update.Spi);
        var written = await store.ChangeAsync(key.Witness(), Change, cancellation, only).ConfigureAwait(false);
        return new ProvisionedMobileNode(node.HomeAddress, node, written);

        IReadOnlyList<StoredMobileNode> Change(IReadOnlyList<StoredMobileNode> rows)
        {
            var row = Row(rows, drafted.HomeAddress);
            if (row is not null) CheckRevision(row, revision);
            node = become(row is null ? null : Open(row, key) ?? throw Conflict($"{row.HomeAddress} cannot be opened: its row was altered; remove it and create it anew"));
            CheckUnique(rows, key, node);
            return [node.Seal(key)];
        }
    }

    private void CheckUnique(IReadOnlyList<StoredMobileNode> rows, SealingKey key, SealedMobileNode node)
    {
        var unique = new DirectoryUniqueness();
        foreach (var configured in options.MobileNodes) unique.Add(configured);
        try
        {
            foreach (var row in rows)
                if (row.HomeAddress != node.HomeAddress && row.Sealed is not null && Open(row, key) is { } other) unique.Add(other);
            unique.Add("", node);
        }
        catch (ConfigurationException e)
        {
            var colon = e.Reason.IndexOf(": ", StringComparison.Ordinal);
            throw Conflict(e.Reason[(colon + 2)..], e.Reason[..colon]);
        }
    }

    private void CheckMayChange(Ipv6Address home)
    {
        if (options.Ipsec != IpsecImplementation.Bits) throw Conflict("with Ipsec=Kernel mobile nodes are those of MobileNodes in the configuration");
        if (options.MobileNodes.Any(node => node.HomeAddress == home)) throw Conflict($"{home} is one of MobileNodes in the configuration, and is changed there", "HomeAddress");
    }

    private static void CheckRevision(StoredMobileNode row, long? revision)
    {
        if (row.Sealed is not null && revision is { } meant && meant != row.Revision) throw Conflict($"{row.HomeAddress} has revision {row.Revision} by now", "revision");
    }

    private async Task<SealingKey> KeyAsync(CancellationToken cancellation)
    {
        try
        {
            return keyFile.LoadOrCreate(await store.SealedWitnessAsync(cancellation).ConfigureAwait(false));
        }
        catch (ConfigurationException e)
        {
            throw new ProvisioningException(ProvisioningFault.Unavailable, e.Message);
        }
    }

    private static StoredMobileNode? Row(IReadOnlyList<StoredMobileNode> rows, Ipv6Address home) => rows.FirstOrDefault(row => row.HomeAddress == home && row.Sealed is not null);

    private static SealedMobileNode? Open(StoredMobileNode row, SealingKey key) => SealedMobileNode.Open(row.HomeAddress, row.Ipv4HomeAddress, row.Spi, row.Sealed!, key);

    private static ProvisioningException Conflict(string reason, string? key = null) => new(ProvisioningFault.Conflict, reason, key);

    private static ProvisioningException NotFound(Ipv6Address home) => new(ProvisioningFault.NotFound, $"{home} is no mobile node of the store");
}

/// <param name="Node">Null: its row was altered, or was sealed with another key.</param>
internal sealed record ProvisionedMobileNode(Ipv6Address HomeAddress, SealedMobileNode? Node, long Revision);
