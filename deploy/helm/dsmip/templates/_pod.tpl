{{- /* Environment of every process: what the ConfigMap does not know. (dict "root" $ "roles" "control") */ -}}
{{- define "dsmip.env" -}}
- { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
- { name: POD_IP, valueFrom: { fieldRef: { fieldPath: status.podIP } } }
- { name: DSMIP__Roles, value: {{ .roles | quote }} }
# No debugger's socket in a file system that is read-only.
- { name: DOTNET_EnableDiagnostics, value: "0" }
{{- if eq .root.Values.mode "cluster" }}
- { name: DSMIP__Cluster__Listen, value: $(POD_IP) }
- name: DSMIP__Store__ConnectionString
  valueFrom: { secretKeyRef: { name: {{ include "dsmip.postgresqlSecret" .root }}, key: {{ .root.Values.postgresql.key }} } }
{{- end }}
{{- if include "dsmip.hasTsig" . }}
- { name: DSMIP__NameUpdates__KeyFile, value: /etc/dsmip/tsig/{{ .root.Values.nameUpdates.key }} }
{{- end }}
{{- end }}

{{- /* Only processes that hold bindings update names, and are given the key: the volume tsig is theirs. (dict "root" $ "roles" "control") */ -}}
{{- define "dsmip.hasTsig" -}}
{{- if and .root.Values.nameUpdates.keySecret (contains "control" .roles) }}yes{{ end -}}
{{- end }}

{{- define "dsmip.tsigMount" -}}
{{- if include "dsmip.hasTsig" . }}
- { name: tsig, mountPath: /etc/dsmip/tsig, readOnly: true }
{{- end }}
{{- end }}

{{- define "dsmip.tsigVolume" -}}
{{- if include "dsmip.hasTsig" . }}
- { name: tsig, secret: { secretName: {{ .root.Values.nameUpdates.keySecret }}, defaultMode: 0400 } }
{{- end }}
{{- end }}

{{- define "dsmip.envFrom" -}}
- configMapRef: { name: {{ include "dsmip.fullname" . }}-settings }
{{- end }}

{{- define "dsmip.args" -}}
{{- if .Values.mobileNodes.existingSecret -}}
[dsmip-ha, --config, /etc/dsmip/nodes/{{ .Values.mobileNodes.key }}]
{{- else -}}
[dsmip-ha]
{{- end -}}
{{- end }}

{{- define "dsmip.mounts" -}}
- { name: tmp, mountPath: /tmp }
{{- if eq .Values.mode "cluster" }}
- { name: tls, mountPath: /etc/dsmip/tls, readOnly: true }
{{- end }}
{{- if .Values.mobileNodes.existingSecret }}
- { name: nodes, mountPath: /etc/dsmip/nodes, readOnly: true }
{{- end }}
{{- if .Values.postgresql.caSecret }}
- { name: postgresql-ca, mountPath: /etc/dsmip/postgresql, readOnly: true }
{{- end }}
{{- if .Values.telemetry.headersSecret }}
- { name: otlp-headers, mountPath: /etc/dsmip/otlp, readOnly: true }
{{- end }}
{{- if include "dsmip.storeKeySecret" . }}
- { name: keys, mountPath: /run/dsmip-keys }
{{- end }}
{{- if and .Values.charon.enabled .Values.charon.certificateSecret }}
- { name: ike-certificate, mountPath: /etc/dsmip/ike, readOnly: true }
{{- end }}
{{- end }}

{{- define "dsmip.volumes" -}}
- { name: tmp, emptyDir: {} }
{{- if eq .Values.mode "cluster" }}
- { name: tls, secret: { secretName: {{ include "dsmip.tlsSecret" . }}, defaultMode: 0400 } }
{{- end }}
{{- if .Values.mobileNodes.existingSecret }}
- { name: nodes, secret: { secretName: {{ .Values.mobileNodes.existingSecret }}, defaultMode: 0400 } }
{{- end }}
{{- if .Values.postgresql.caSecret }}
- { name: postgresql-ca, secret: { secretName: {{ .Values.postgresql.caSecret }} } }
{{- end }}
{{- if .Values.telemetry.headersSecret }}
- { name: otlp-headers, secret: { secretName: {{ .Values.telemetry.headersSecret }}, defaultMode: 0400 } }
{{- end }}
{{- if include "dsmip.storeKeySecret" . }}
- { name: store-key, secret: { secretName: {{ include "dsmip.storeKeySecret" . }}, defaultMode: 0400 } }
- { name: keys, emptyDir: { medium: Memory } }
{{- end }}
{{- if and .Values.charon.enabled .Values.charon.certificateSecret }}
# Every process reads the same settings and looks for the files that they name.
- { name: ike-certificate, secret: { secretName: {{ .Values.charon.certificateSecret }}, defaultMode: 0400 } }
{{- end }}
{{- end }}

{{- /* The key file must be open to nobody but its owner, and files of a Secret are open to a group. */ -}}
{{- define "dsmip.keyCopy" -}}
{{- if include "dsmip.storeKeySecret" . }}
- name: key-file
  image: {{ include "dsmip.image" . }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  command: [install, -m, "600", /secret/{{ .Values.storeKey.key }}, /run/dsmip-keys/store.key]
  securityContext: {{ include "dsmip.unprivileged" . | nindent 4 }}
  volumeMounts:
    - { name: store-key, mountPath: /secret, readOnly: true }
    - { name: keys, mountPath: /run/dsmip-keys }
{{- end }}
{{- end }}

{{- define "dsmip.unprivileged" -}}
runAsUser: 1654
runAsGroup: 1654
runAsNonRoot: true
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- /* Root for as long as it takes to become the user app with two capabilities (as-app in the image). */ -}}
{{- define "dsmip.networkPrivileges" -}}
runAsUser: 0
runAsGroup: 0
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL], add: [NET_ADMIN, NET_RAW, SETUID, SETGID, SETPCAP] }
{{- end }}

{{- define "dsmip.podSecurity" -}}
fsGroup: 1654
# Files of a volume that is there already stay as they are: a key file that a group may read is refused.
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- /* host: only where HTTP listens on loopback, on the node's own network. */ -}}
{{- define "dsmip.probes" -}}
{{- $host := "" }}{{ if .loopback }}{{ $host = printf ", host: %s" (include "dsmip.loopback" .root | trimAll "[]" | quote) }}{{ end -}}
startupProbe: { httpGet: { path: /health/live, port: admin{{ $host }} }, periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 90 }
# That the database is down is no reason to restart anybody: live says only that the process lives.
livenessProbe: { httpGet: { path: /health/live, port: admin{{ $host }} }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
readinessProbe: { httpGet: { path: /health/ready, port: admin{{ $host }} }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 }
{{- end }}

{{- /* 90 s to hand over and leave, and then some to end. */ -}}
{{- define "dsmip.gracePeriod" -}}120{{- end }}

{{- define "dsmip.checksum" -}}
checksum/settings: {{ include "dsmip.settings" . | sha256sum }}
{{- end }}

{{- /* (dict "root" $ "of" .Values.control) */ -}}
{{- define "dsmip.placement" -}}
{{- with .of.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .of.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .of.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "dsmip.adminPort" -}}8191{{- end }}

{{- /* (dict "root" $ "host" HOST "api" bool). Without a certificate /api is for the pod itself. Probes and Prometheus have a port of their own. */ -}}
{{- define "dsmip.listen" -}}
{{- $everybody := printf "http://%s:%s" .host (include "dsmip.adminPort" .root) }}
{{- if .api -}}
{{- if .root.Values.admin.api.tlsSecret }}
- { name: DSMIP__Admin__Listen, value: "https://{{ include "dsmip.anyAddress" .root }}:{{ include "dsmip.apiPort" .root }}" }
- { name: DSMIP__Admin__Tls__Certificate, value: /etc/dsmip/api/tls.crt }
- { name: DSMIP__Admin__Tls__PrivateKey, value: /etc/dsmip/api/tls.key }
{{- range $i, $token := .root.Values.admin.api.tokens }}
- { name: DSMIP__Admin__Tokens__{{ $i }}__Name, value: {{ $token.name | quote }} }
- { name: DSMIP__Admin__Tokens__{{ $i }}__Sha256, value: {{ $token.sha256 | quote }} }
- { name: DSMIP__Admin__Tokens__{{ $i }}__Scope, value: {{ $token.scope | default "Read" }} }
{{- end }}
{{- with .root.Values.admin.api.oidc.authority }}
- { name: DSMIP__Admin__Oidc__Authority, value: {{ . | quote }} }
- { name: DSMIP__Admin__Oidc__Audience, value: {{ $.root.Values.admin.api.oidc.audience | quote }} }
{{- end }}
{{- else }}
- { name: DSMIP__Admin__Listen, value: "http://{{ include "dsmip.loopback" .root }}:{{ include "dsmip.apiPort" .root }}" }
{{- end }}
- { name: DSMIP__Admin__HealthListen, value: {{ $everybody | quote }} }
{{- else -}}
- { name: DSMIP__Admin__Listen, value: {{ $everybody | quote }} }
{{- end }}
{{- end }}

{{- define "dsmip.apiPort" -}}8190{{- end }}
