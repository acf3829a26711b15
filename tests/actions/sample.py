"""One article with everything a walk can meet: inputs of all moments, checks that need others, causes, questions."""

MAIL = """\
---
format: 1
id: mail
document: 77
title: Mail for {{ domain }}
summary: A walk for tests.
category: Tests
inputs:
  domain: {type: domain, label: Your mail domain, hint: After the @, example: example.com}
  sender: {type: email, label: The address that wrote, optional: true, personal: true}
  mode: {type: choice, label: How the server runs, options: {alone: Alone, behind: Behind a filter}}
rules:
  - {that: 'domain != "forbidden.example"', say: "Give another domain.", input: domain}
---
Follow the message.

## The message is sent
```yaml step
id: sent
inputs: [sender]
ask:
  say: "Did {{ domain }} get a report?"
  options:
    yes: {say: "Yes", to: mx}
    no: {say: "No", to: mx}
    unsure: {say: "I do not know", to: mx}
```
The sender sends.

## The sender looks up {{ domain }}
```yaml step
id: mx
checks:
  mx: {run: dns.mx, with: {domain: $domain}}
  open: {run: smtp.connect, with: {hosts: $mx.hosts}}
next:
  - {when: 'open.status == "fail"', to: firewall}
  - {to: kind}
```
Another server asks for the MX records of {{ domain }}.

### No MX record
```yaml cause
id: no-mx
when: 'mx.code in ["none", "nxdomain"]'
likely: often
cost: 10
```
Publish the record for {{ domain }}.

### The name servers are slow
```yaml cause
id: slow
likely: rarely
```
Wait.

## The firewall lets it pass
```yaml step
id: firewall
next: kind
```
Look at the firewall.

### Port 25 is closed
```yaml cause
id: closed
when: 'open.code == "refused"'
to: kind
```
Open it.

## What do you see
```yaml step
id: kind
inputs: [mode]
ask:
  say: "Which of these do you see?"
  pick: many
  options:
    bounce: {say: "A bounce"}
    delay: {say: "A delay"}
    nothing: {say: "None of these", alone: true}
next: last
```
Look.

## Does it work now
```yaml step
id: last
ask:
  say: "Does the message show up?"
  options:
    yes: {say: "Yes", to: solved}
    no: {say: "No", to: escalate}
```
Send a test.

## Solved
```yaml step
id: solved
end: solved
```
All is well.

## Hand over to the mail team
```yaml step
id: escalate
end: escalate
queue: mail
```
Hand it over.
"""
