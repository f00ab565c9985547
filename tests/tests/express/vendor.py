"""The vendor's own library, asked from outside: one JSON object in, one out.

{"do": "calls", "base", "bot", "secret", "person", "other"}   makes every call the connector makes, at that server
{"do": "hears", "base", "bot", "secret", "requests": [...]}   takes each request as a bot built on it would
{"do": "token", "base", "bot", "secret"}                      makes a token
"""

import asyncio
import json
import sys
from uuid import UUID

from pybotx import (
    Bot,
    BotAccountWithSecret,
    BubbleMarkup,
    ChatTypes,
    EventEdit,
    HandlerCollector,
    IncomingMessage,
    OutgoingAttachment,
)
from pybotx.auth import build_botx_jwt_v2

heard = []
collector = HandlerCollector()


@collector.default_message_handler
async def message(message: IncomingMessage, bot: Bot) -> None:
    heard.append(
        {
            "body": message.body,
            "data": message.data,
            "person": str(message.sender.huid),
            "chat": str(message.chat.id),
            "message": str(message.sync_id),
            "pressed": str(message.source_sync_id) if message.source_sync_id else None,
            "answers": str(message.reply.sync_id) if message.reply else None,
        }
    )


@collector.event_edit
async def edited(event: EventEdit, bot: Bot) -> None:
    heard.append({"body": event.body, "message": str(event.sync_id), "chat": str(event.chat_id)})


async def calls(bot: Bot, asked: dict) -> dict:
    account, person, other = UUID(asked["bot"]), UUID(asked["person"]), UUID(asked["other"])
    await bot.list_chats(bot_id=account)
    chat = await bot.create_chat(
        bot_id=account,
        name="SD-1",
        chat_type=ChatTypes.GROUP_CHAT,
        huids=[person],
        description="about it [clinics-inc-1]",
    )
    await bot.add_users_to_chat(bot_id=account, chat_id=chat, huids=[other])
    await bot.remove_users_from_chat(bot_id=account, chat_id=chat, huids=[other])
    bubbles = BubbleMarkup()
    bubbles.add_button(label="Yes", command="/nabat", data={"nabat_prompt": "p", "nabat_answer": "yes"}, silent=True)
    sent = await bot.send_message_sync(bot_id=account, chat_id=chat, body="Does it work?", bubbles=bubbles)
    await bot.edit_message(bot_id=account, sync_id=sent, body="It works", bubbles=BubbleMarkup())
    await bot.pin_message(bot_id=account, chat_id=chat, sync_id=sent)
    file = OutgoingAttachment(content=b"abc", filename="nabat.txt")
    await bot.send_message_sync(bot_id=account, chat_id=chat, body="", file=file)
    listed = await bot.list_chats(bot_id=account)
    found = [str(one.chat_id) for one in listed if one.description == "about it [clinics-inc-1]"]
    return {"chat": str(chat), "sent": str(sent), "listed": found}


async def hears(bot: Bot, asked: dict) -> dict:
    taken = []
    for request in asked["requests"]:
        heard.clear()
        headers = {"authorization": request["authorization"]}
        try:
            if "command" in request["body"]:
                task = bot.async_execute_raw_bot_command(
                    request["body"], request_headers=headers, logging_command=False
                )
                await task
            else:
                await bot.deliver_raw_callback(request["body"], request_headers=headers)
            taken.append({"taken": True, "heard": list(heard)})
        except Exception as refused:
            taken.append({"taken": False, "why": f"{type(refused).__name__}: {refused}"})
    return {"requests": taken}


async def main() -> None:
    asked = json.load(sys.stdin)
    account = BotAccountWithSecret(id=UUID(asked["bot"]), cts_url=asked["base"], secret_key=asked["secret"])
    if asked["do"] == "token":
        token = build_botx_jwt_v2(bot_id=account.id, bot_host=account.host, secret_key=account.secret_key)
        json.dump({"token": token}, sys.stdout)
        return
    bot = Bot(collectors=[collector], bot_accounts=[account])
    await bot.startup(fetch_tokens=False)
    json.dump(await (calls if asked["do"] == "calls" else hears)(bot, asked), sys.stdout)
    await bot.shutdown()


asyncio.run(main())
