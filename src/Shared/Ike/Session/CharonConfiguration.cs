using DsMip.Ike.Vici;

namespace DsMip.Ike;

/// <summary>Makes charon's connections, secrets and pools of our name those that we want, and leaves all others alone.</summary>
internal sealed class CharonConfiguration(ViciClient charon, CharonContents contents)
{
    /// <exception cref="ViciException">charon does not take something.</exception>
    /// <exception cref="IOException">A file of a certificate cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        await UnloadOthersAsync("get-conns", "conns", "unload-conn", "name", cancellation).ConfigureAwait(false);
        await UnloadOthersAsync("get-shared", "keys", "unload-shared", "id", cancellation).ConfigureAwait(false);
        foreach (var pool in contents.Pools) await CommandAsync("load-pool", pool.ToMessage(), cancellation).ConfigureAwait(false);
        foreach (var connection in contents.Connections) await LoadAsync(connection, cancellation).ConfigureAwait(false);
        await UnloadOtherPoolsAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>A pool that still has an address out stays; the next time comes to it again.</summary>
    private async Task UnloadOtherPoolsAsync(CancellationToken cancellation)
    {
        var present = await CommandAsync("get-pools", [], cancellation).ConfigureAwait(false);
        var wanted = contents.Pools.Select(pool => pool.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, _) in present.Sections())
            if (name.StartsWith(IkeConnection.NamePrefix, StringComparison.Ordinal) && !wanted.Contains(name))
                await charon.RequestAsync("unload-pool", new ViciSection { { "name", name } }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Secrets and connections first: whatever becomes of the IKE SAs, none is made again.</summary>
    /// <exception cref="ViciException">The other end does not answer.</exception>
    public async Task UnloadAsync(CancellationToken cancellation)
    {
        foreach (var connection in contents.Connections)
        {
            if (connection.Authentication.Credential is not CertificateFiles)
                await charon.RequestAsync("unload-shared", new ViciSection { { "id", connection.Name } }, cancellation).ConfigureAwait(false);
            await charon.RequestAsync("unload-conn", new ViciSection { { "name", connection.Name } }, cancellation).ConfigureAwait(false);
            await charon.RequestAsync("terminate", new ViciSection { { "ike", connection.Name } }, cancellation).ConfigureAwait(false);
        }
    }

    private async Task LoadAsync(IkeConnection connection, CancellationToken cancellation)
    {
        if (SharedKey(connection) is { } secret) await CommandAsync("load-shared", secret, cancellation).ConfigureAwait(false);
        var certificates = connection.Authentication.Credential switch
        {
            CertificateFiles files => await WithKeyAsync(await LoadedCertificates.ReadAsync(files, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false),
            EapAuthenticator eap => await WithKeyAsync(await LoadedCertificates.ReadAsync(eap, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false),
            EapPeer peer => await LoadedCertificates.ReadAsync(peer.CaCertificateFile, cancellation).ConfigureAwait(false),
            _ => null,
        };
        await CommandAsync("load-conn", connection.ToMessage(certificates), cancellation).ConfigureAwait(false);
    }

    private async Task<LoadedCertificates> WithKeyAsync(LoadedCertificates certificates, CancellationToken cancellation)
    {
        await CommandAsync("load-key", new ViciSection { { "type", "any" }, { "data", certificates.PrivateKey } }, cancellation).ConfigureAwait(false);
        return certificates;
    }

    /// <summary>
    /// The other's identity is the key's only owner. charon tries a key for an exchange when *one* of the two identities owns it: were the home
    /// agent an owner too, every mobile node's key would open every mobile node's connection. A secret of EAP is that of the mobile node at both ends.
    /// </summary>
    private static ViciSection? SharedKey(IkeConnection connection) => connection.AsksForIdentity ? null : connection.Authentication.Credential switch
    {
        PresharedKey key => Secret(connection, "IKE", key, connection.Authentication.RemoteIdentity),
        EapPeer peer => Secret(connection, "EAP", new PresharedKey(peer.Secret), peer.Identity),
        EapAuthenticator authenticator => Secret(connection, "EAP", new PresharedKey(authenticator.Secret), authenticator.Identity),
        _ => null,
    };

    private static ViciSection Secret(IkeConnection connection, string type, PresharedKey key, string owner) =>
        new() { { "id", connection.Name }, { "type", type }, { "data", key.Bytes }, { "owners", new[] { owner } } };

    private async Task UnloadOthersAsync(string list, string listed, string unload, string key, CancellationToken cancellation)
    {
        var present = await CommandAsync(list, [], cancellation).ConfigureAwait(false);
        var wanted = contents.Connections.Select(connection => connection.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in present.Texts(listed))
        {
            if (!name.StartsWith(IkeConnection.NamePrefix, StringComparison.Ordinal) || wanted.Contains(name)) continue;
            await CommandAsync(unload, new ViciSection { { key, name } }, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ViciSection> CommandAsync(string command, ViciSection message, CancellationToken cancellation)
    {
        var response = await charon.RequestAsync(command, message, cancellation).ConfigureAwait(false);
        ViciClient.ThrowIfRefused(command, response);
        return response;
    }
}
