namespace DsMip.Tunnel;

/// <summary>How the tunnel module knows a Binding Update that IPsec has sealed (the draft's discussion of Req 3 and Req 4).</summary>
public enum SpiTechnique : byte
{
    /// <summary>The IPsec subsystem is asked which SPI protects Binding Updates.</summary>
    Api,

    /// <summary>It is inferred from what passes: "heuristic and locking".</summary>
    Heuristic,
}
