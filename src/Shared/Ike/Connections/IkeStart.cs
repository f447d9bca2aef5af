namespace DsMip.Ike;

/// <summary>When an end asks the other for security associations.</summary>
public enum IkeStart
{
    /// <summary>The other end asks.</summary>
    Never,

    /// <summary>When a packet needs them.</summary>
    WhenNeeded,

    /// <summary>As soon as charon knows the connection, and again whenever they are lost.</summary>
    AtOnce,
}
