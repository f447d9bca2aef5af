namespace DsMip.Ike;

/// <summary>
/// What charon itself has to be told in <c>strongswan.conf</c>, because its control socket cannot say it, is in <c>deploy/strongswan/dsmip.conf</c>,
/// each setting with its reason. Without <c>install_routes=no</c> IKE works and mobility does not; the others make recovery quick.
/// </summary>
public static class CharonSettings
{
    /// <summary>Where Debian's charon listens.</summary>
    public const string DefaultViciSocket = "/var/run/charon.vici";
}
