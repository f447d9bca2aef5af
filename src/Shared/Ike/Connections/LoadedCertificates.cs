namespace DsMip.Ike;

/// <summary>The contents of the files of a credential; empty: it has no such file.</summary>
internal sealed record LoadedCertificates(byte[] Own, byte[] PrivateKey, byte[] Authority)
{
    public static async Task<LoadedCertificates> ReadAsync(CertificateFiles files, CancellationToken cancellation) => new(
        await File.ReadAllBytesAsync(files.CertificateFile, cancellation).ConfigureAwait(false),
        await File.ReadAllBytesAsync(files.PrivateKeyFile, cancellation).ConfigureAwait(false),
        await File.ReadAllBytesAsync(files.CaCertificateFile, cancellation).ConfigureAwait(false));

    public static async Task<LoadedCertificates> ReadAsync(string caCertificateFile, CancellationToken cancellation) =>
        new([], [], await File.ReadAllBytesAsync(caCertificateFile, cancellation).ConfigureAwait(false));

    public static async Task<LoadedCertificates> ReadAsync(EapAuthenticator eap, CancellationToken cancellation) => new(
        await File.ReadAllBytesAsync(eap.CertificateFile, cancellation).ConfigureAwait(false),
        await File.ReadAllBytesAsync(eap.PrivateKeyFile, cancellation).ConfigureAwait(false),
        []);
}
