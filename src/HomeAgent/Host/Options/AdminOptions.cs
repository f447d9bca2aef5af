using System.Collections.Immutable;

namespace DsMip.HomeAgent.Options;

/// <summary>The admin HTTP: where it listens and who may use it.</summary>
/// <param name="Listen">For instance http://127.0.0.1:8191; https, or a loopback address.</param>
public sealed record AdminOptions(Uri Listen)
{
    /// <summary>Where <c>/health</c> and <c>/metrics</c> answer as well, and nothing else does; null: nowhere.</summary>
    public Uri? HealthListen { get; init; }

    /// <summary>There if and only if <see cref="Listen"/> is https.</summary>
    public AdminTlsOptions? Tls { get; init; }

    public ImmutableArray<AdminTokenOptions> Tokens { get; init; } = [];

    /// <summary>Null: no tokens of an identity provider.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>Of one remote address, 1 to 100,000; twice as many may come at once.</summary>
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Of one user, 1 to 100,000; twice as many may come at once.</summary>
    public int ChangesPerSecond { get; init; } = 20;

    /// <summary>Older rows of the audit log are removed; 0: none is. Control nodes go by it.</summary>
    public int KeepAuditDays { get; init; }

    /// <summary>Whoever reaches the loopback address may read and write.</summary>
    public bool IsOpen => Tokens.IsEmpty && Oidc is null;
}

/// <summary>PEM files.</summary>
public sealed record AdminTlsOptions(string Certificate, string PrivateKey);

/// <param name="Name">For the audit log. Never <c>loopback</c>, and not with <c>oidc:</c> at the beginning: those names are others'.</param>
/// <param name="Sha256">Of the token's UTF-8, 32 bytes. A token is random and long, so that no slow hash is needed to hide it.</param>
public sealed record AdminTokenOptions(string Name, ImmutableArray<byte> Sha256, AdminScope Scope);

public enum AdminScope
{
    /// <summary>May see everything but secrets, which nobody sees.</summary>
    Read,

    /// <summary>May change things, too.</summary>
    Write,
}

/// <summary>Tokens of an OpenID Connect provider.</summary>
/// <param name="Authority">Its issuer; keys are found by its discovery document.</param>
/// <param name="Audience">That a token has to be for.</param>
/// <param name="ScopeClaim">A text with spaces, or a list.</param>
public sealed record OidcOptions(Uri Authority, string Audience, string ScopeClaim, string ReadScope, string WriteScope);
