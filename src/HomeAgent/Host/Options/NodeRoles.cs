namespace DsMip.HomeAgent.Options;

/// <summary>What one process does. By default everything.</summary>
[Flags]
public enum NodeRoles
{
    None = 0,

    /// <summary>Binding cache entries live here.</summary>
    Control = 1,

    /// <summary>Packets pass here.</summary>
    Edge = 2,

    /// <summary>HTTP.</summary>
    Admin = 4,
    All = Control | Edge | Admin,
}
