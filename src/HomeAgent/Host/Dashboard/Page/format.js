const units = [["d", 86400], ["h", 3600], ["min", 60]];

// Seconds in the largest unit that they fill.
export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  for (const [name, size] of units) if (whole >= size) return `${Math.floor(whole / size)} ${name}`;
  return `${whole} s`;
}

export const ago = (time, now = Date.now()) => `${span((now - Date.parse(time)) / 1000)} ago`;
export const left = (time, now = Date.now()) => span((Date.parse(time) - now) / 1000);
export const clock = time => new Date(time).toLocaleTimeString(undefined, { hour12: false });
export const moment = time => new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium", hour12: false });
export const count = number => new Intl.NumberFormat().format(number);

export const isIpv4 = address => !address.includes(":");

// Where a mobile node is, as far as its tunnel tells.
export const placeOf = binding => (binding.natDetected ? "nat" : isIpv4(binding.remote) ? "ipv4" : "ipv6");
export const places = { ipv6: "IPv6", ipv4: "IPv4", nat: "Behind a NAT" };

export const endpoint = binding => (binding.remotePort ? `${binding.remote} port ${binding.remotePort}` : binding.remote);
export const encapsulations = { Ipv6: "IP in IPv6", Ipv4: "IP in IPv4", UdpIpv4: "IP in UDP over IPv4" };
