namespace DsMip.Lab.Daemons;

/// <summary>Who a mobile node is to the home agent's charon, and the secret of the two.</summary>
public sealed record IkePeer(string Identity, string PresharedKey)
{
    /// <summary>The home agent's own name.</summary>
    public const string HomeAgent = "ha.example.org";
}
