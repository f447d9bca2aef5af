namespace DsMip.HomeAgent.Core.Translation;

/// <summary>What one registration says of a translator of source addresses on the home agent's side.</summary>
public enum TranslationEvidence
{
    /// <summary>Nothing: there is no NAT, or it may be the mobile node's.</summary>
    None,

    /// <summary>Its outer source is one of our own side's addresses, as configured.</summary>
    OwnNetwork,

    /// <summary>Its outer source is private and the home agent's address is not: nobody on the Internet has such an address.</summary>
    PrivateSource,

    /// <summary>The mobile node has a global IPv4 address, which another one was put in place of.</summary>
    GlobalCareOfAddress,
}
