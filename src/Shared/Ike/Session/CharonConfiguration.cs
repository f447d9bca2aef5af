using DsMip.Ike.Vici;

namespace DsMip.Ike;

/// <summary>Makes charon's connections and secrets of our name those that we want, and leaves all others alone.</summary>
internal sealed class CharonConfiguration(ViciClient charon, IReadOnlyList<IkeConnection> connections)
{
    /// <exception cref="ViciException">charon does not take something.</exception>
    /// <exception cref="IOException">A file of a certificate cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        await UnloadOthersAsync("get-conns", "conns", "unload-conn", "name", cancellation).ConfigureAwait(false);
        await UnloadOthersAsync("get-shared", "keys", "unload-shared", "id", cancellation).ConfigureAwait(false);
        foreach (var connection in connections) await LoadAsync(connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>Secrets and connections first: whatever becomes of the IKE SAs, none is made again.</summary>
    /// <exception cref="ViciException">The other end does not answer.</exception>
    public async Task UnloadAsync(CancellationToken cancellation)
    {
        foreach (var connection in connections)
        {
            if (connection.Authentication.Credential is PresharedKey)
                await charon.RequestAsync("unload-shared", new ViciSection { { "id", connection.Name } }, cancellation).ConfigureAwait(false);
            await charon.RequestAsync("unload-conn", new ViciSection { { "name", connection.Name } }, cancellation).ConfigureAwait(false);
            await charon.RequestAsync("terminate", new ViciSection { { "ike", connection.Name } }, cancellation).ConfigureAwait(false);
        }
    }

    private async Task LoadAsync(IkeConnection connection, CancellationToken cancellation)
    {
        LoadedCertificates? certificates = null;
        switch (connection.Authentication.Credential)
        {
            case PresharedKey key:
                await CommandAsync("load-shared", SharedKey(connection, key), cancellation).ConfigureAwait(false);
                break;
            case CertificateFiles files:
                certificates = await LoadedCertificates.ReadAsync(files, cancellation).ConfigureAwait(false);
                var privateKey = new ViciSection { { "type", "any" }, { "data", certificates.PrivateKey } };
                await CommandAsync("load-key", privateKey, cancellation).ConfigureAwait(false);
                break;
        }

        await CommandAsync("load-conn", connection.ToMessage(certificates), cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The other's identity is the key's only owner. charon tries a key for an exchange when *one* of the two identities owns it: were the home
    /// agent an owner too, every mobile node's key would open every mobile node's connection.
    /// </summary>
    private static ViciSection SharedKey(IkeConnection connection, PresharedKey key) => new()
    {
        { "id", connection.Name },
        { "type", "IKE" },
        { "data", key.Bytes },
        { "owners", new[] { connection.Authentication.RemoteIdentity } },
    };

    private async Task UnloadOthersAsync(string list, string listed, string unload, string key, CancellationToken cancellation)
    {
        var present = await CommandAsync(list, [], cancellation).ConfigureAwait(false);
        var wanted = connections.Select(connection => connection.Name).ToHashSet(StringComparer.Ordinal);
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
